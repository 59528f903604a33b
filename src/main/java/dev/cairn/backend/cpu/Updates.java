package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Segments;
import dev.cairn.backend.UpdateRule;

/** Optimizer steps over a model's parameters: which elements a step touches and with which rates. */
final class Updates {
    /** Far more than its arithmetic: after shared products the weights lie in every core's cache, and each core frees some. */
    private static final long COST = 32;
    private static final int RATE_COLUMNS = 3;
    /** Of each segment, so that a thread updates the rows of weights of which it computed the gradients. */
    private static final int PARTS = 1 << 16;

    private final Team team;

    Updates(Team team) {
        this.team = team;
    }

    void apply(UpdateRule rule, Segments segments, Buffer rates, Buffer counter, Buffer gradients, Buffer[] states,
            Buffer parameters) {
        int[] pair = HeapBlock.ints(counter);
        long step = (long) pair[counter.offset() + 1] << 32 | pair[counter.offset()] & 0xFFFFFFFFL;
        int row = (int) Long.remainderUnsigned(step, rates.length() / RATE_COLUMNS);
        Buffer stepRates = rates.slice(RATE_COLUMNS * row, RATE_COLUMNS);
        if (team.alone(COST * parameters.length())) {
            apply(rule, segments, stepRates, gradients, states, parameters, 0, PARTS, team.scratch());
        } else {
            team.share(PARTS, (from, to, scratch) -> apply(rule, segments, stepRates, gradients, states, parameters,
                    from, to, scratch));
        }
    }

    /** The parts from {@code first} to {@code end - 1} of each segment; {@code rates} is (learning rate, c1, c2). */
    private static void apply(UpdateRule rule, Segments segments, Buffer rates, Buffer gradients, Buffer[] states,
            Buffer parameters, int first, int end, Scratch scratch) {
        boolean decoupled = rule instanceof UpdateRule.Adam adam && adam.decay() > 0;
        for (int s = 0; s < segments.count(); s++) {
            double rate = HeapBlock.floats(rates)[rates.offset()] * segments.rateFactors()[s];
            double decay = rule instanceof UpdateRule.Adam adam && segments.decays()[s] ? adam.decay() : 0;
            float keep = (float) (1 - rate * decay);
            float l2 = decoupled ? 0 : 2 * segments.l2()[s];
            int from = segments.offsets()[s] + WorkerPool.start(segments.lengths()[s], PARTS, first);
            int to = segments.offsets()[s] + WorkerPool.start(segments.lengths()[s], PARTS, end);
            if (segments.rateFactors()[s] != 0) {
                range(rule, (float) rate, l2, keep, rates, gradients, states, parameters, from, to, scratch);
            }
        }
    }

    /** Buffers that lie at the same index of their arrays are updated in place and in one loop, others in tiles. */
    private static void range(UpdateRule rule, float rate, float l2, float keep, Buffer rates, Buffer gradients,
            Buffer[] states, Buffer parameters, int from, int to, Scratch scratch) {
        boolean direct = gradients.offset() == parameters.offset();
        for (Buffer state : states) {
            direct &= state.offset() == parameters.offset();
        }
        if (direct) {
            float[] w = HeapBlock.floats(parameters);
            float[] first = states.length > 0 ? HeapBlock.floats(states[0]) : w;
            float[] second = states.length > 1 ? HeapBlock.floats(states[1]) : w;
            UpdateKernels.apply(rule, rate, l2, keep, rates, HeapBlock.floats(gradients), first, second, w,
                    parameters.offset() + from, to - from);
            return;
        }
        for (int position = from; position < to; position += Scratch.TILE) {
            tile(rule, rate, l2, keep, rates, gradients, states, parameters, position,
                    Math.min(Scratch.TILE, to - position), scratch);
        }
    }

    private static void tile(UpdateRule rule, float rate, float l2, float keep, Buffer rates, Buffer gradients,
            Buffer[] states, Buffer parameters, int position, int n, Scratch scratch) {
        Elementwise.load(gradients, position, n, true, scratch.a);
        Elementwise.load(parameters, position, n, true, scratch.d);
        for (int i = 0; i < states.length; i++) {
            Elementwise.load(states[i], position, n, true, i == 0 ? scratch.b : scratch.c);
        }
        UpdateKernels.apply(rule, rate, l2, keep, rates, scratch.a, scratch.b, scratch.c, scratch.d, 0, n);
        store(scratch.d, n, parameters, position);
        for (int i = 0; i < states.length; i++) {
            store(i == 0 ? scratch.b : scratch.c, n, states[i], position);
        }
    }

    private static void store(float[] tile, int n, Buffer target, int position) {
        System.arraycopy(tile, 0, HeapBlock.floats(target), target.offset() + position, n);
    }
}
