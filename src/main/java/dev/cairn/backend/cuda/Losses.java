package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Pointwise;
import org.jspecify.annotations.Nullable;

/** Losses and their gradients in one launch: {@code kernels/losses.cu}, and the cross-entropy of {@code softmax.cu}. */
final class Losses {
    private final Kernels kernels;
    private final Partials partials;

    Losses(Kernels kernels, Partials partials) {
        this.kernels = kernels;
        this.partials = partials;
    }

    void softmaxCrossEntropy(int rows, Buffer logits, Buffer target, @Nullable Buffer classWeights, double smoothing,
            Buffer loss, @Nullable Buffer gradient) {
        boolean labelled = target.type() == ElementType.INT32;
        Launch launch = kernels.launch("softmax_cross_entropy").pointer(logits).pointer(labelled ? target : null)
                .pointer(labelled ? null : target).pointer(classWeights).pointer(loss).pointer(gradient)
                .pointer(partials.parts()).pointer(partials.arrivals()).f32((float) smoothing);
        Rows.run(launch, rows, logits.length() / rows, "softmaxCrossEntropy");
    }

    void pointwise(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target, Buffer loss,
            @Nullable Buffer gradient) {
        int n = prediction.length();
        kernels.launch("pointwise_loss").pointer(prediction).pointer(target).pointer(loss).pointer(gradient)
                .pointer(partials.parts()).pointer(partials.arrivals()).choice(l).f32((float) parameter)
                .f32((float) scale).i32(n).run(Geometry.sumBlocks(n), Geometry.THREADS, 0, "pointwiseLoss");
    }
}
