package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Segments;
import dev.cairn.backend.UpdateRule;

/** Optimizer steps and what bounds them: {@code kernels/updates.cu}. */
final class Updates {
    private static final int RATE_COLUMNS = 3;

    private final Kernels kernels;
    private final Partials partials;
    private final SegmentTables tables;

    Updates(Kernels kernels, Partials partials, SegmentTables tables) {
        this.kernels = kernels;
        this.partials = partials;
        this.tables = tables;
    }

    /** What the kernels of all rules take. */
    private record Step(Buffer chunks, Buffer rates, Buffer counter, Buffer status, Buffer arrivals,
            Buffer gradients) {
        Launch begin(Kernels kernels, String kernel) {
            return kernels.launch(kernel).pointer(chunks).pointer(rates).pointer(counter).pointer(status)
                    .pointer(arrivals).pointer(gradients);
        }
    }

    void apply(UpdateRule rule, Segments segments, Buffer rates, Buffer counter, Buffer status, Buffer gradients,
            Buffer[] states, Buffer parameters) {
        Buffer chunks = tables.chunks(segments);
        if (chunks.length() == 0) {
            advance(counter);
            return;
        }
        begin(rule, new Step(chunks, rates, counter, status, partials.arrivals(), gradients), states, parameters)
                .i32(rates.length() / RATE_COLUMNS)
                .run(chunks.length() / SegmentTables.WORDS, Geometry.THREADS, 0, "update");
    }

    private Launch begin(UpdateRule rule, Step step, Buffer[] states, Buffer parameters) {
        return switch (rule) {
            case UpdateRule.Sgd sgd when sgd.momentum() == 0 -> step.begin(kernels, "update_sgd").pointer(parameters);
            case UpdateRule.Sgd sgd -> step.begin(kernels, "update_momentum").pointer(states[0]).pointer(parameters)
                    .f32((float) sgd.momentum()).flag(sgd.nesterov());
            case UpdateRule.RmsProp(double decay, double epsilon) -> step.begin(kernels, "update_rms_prop")
                    .pointer(states[0]).pointer(parameters).f32((float) decay).f32((float) (1 - decay))
                    .f32((float) epsilon);
            case UpdateRule.Adadelta(double decay, double epsilon) -> step.begin(kernels, "update_adadelta")
                    .pointer(states[0]).pointer(states[1]).pointer(parameters).f32((float) decay)
                    .f32((float) (1 - decay)).f32((float) epsilon);
            case UpdateRule.Adam adam -> step.begin(kernels, "update_adam").pointer(states[0]).pointer(states[1])
                    .pointer(parameters).f32((float) adam.beta1()).f32((float) (1 - adam.beta1()))
                    .f32((float) adam.beta2()).f32((float) (1 - adam.beta2())).f32((float) adam.epsilon())
                    .f32((float) adam.decay());
        };
    }

    void clipByNorm(double maxNorm, Buffer x, Buffer norm) {
        int n = x.length();
        kernels.launch("l2_norm").pointer(x).pointer(norm).pointer(partials.parts()).pointer(partials.arrivals()).i32(n)
                .run(Geometry.sumBlocks(n), Geometry.THREADS, 0, "clipByNorm");
        kernels.launch("shorten").pointer(partials.parts()).pointer(x).f32((float) maxNorm).i32(n)
                .run(Geometry.elementBlocks(n), Geometry.THREADS, 0, "clipByNorm");
    }

    void advance(Buffer counter) {
        kernels.launch("advance").pointer(counter).run(1, 1, 0, "advance");
    }
}
