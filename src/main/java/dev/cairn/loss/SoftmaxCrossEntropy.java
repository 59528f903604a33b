package dev.cairn.loss;

import dev.cairn.Tensor;
import dev.cairn.autodiff.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy between the softmax of logits [batch, classes] and INT32 labels [batch] or probabilities
 * [batch, classes], as the mean over the batch: finite for all finite logits.
 */
public final class SoftmaxCrossEntropy implements Loss {
    private final @Nullable DeviceConstant classWeights;
    private final double smoothing;

    public SoftmaxCrossEntropy() {
        this(null, 0);
    }

    private SoftmaxCrossEntropy(@Nullable DeviceConstant classWeights, double smoothing) {
        this.classWeights = classWeights;
        this.smoothing = smoothing;
    }

    /**
     * This loss with a weight for each class: the mean over the batch is weighted by the samples' labels (divided by the sum
     * of their weights, as in PyTorch); with probabilities as targets it divides by the number of samples.
     */
    public SoftmaxCrossEntropy classWeights(float... weights) {
        for (float weight : weights) {
            if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "SoftmaxCrossEntropy: class weight " + weight + " must be above 0 and finite");
            }
        }
        return new SoftmaxCrossEntropy(new DeviceConstant(weights), smoothing);
    }

    /** This loss with targets moved by ε towards equal probabilities: (1 - ε) t + ε / classes (Szegedy et al., 2016). */
    public SoftmaxCrossEntropy labelSmoothing(double epsilon) {
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw new IllegalArgumentException(
                    "SoftmaxCrossEntropy: label smoothing " + epsilon + " must be at least 0 and below 1");
        }
        return new SoftmaxCrossEntropy(classWeights, epsilon);
    }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        return Softmax.crossEntropy(prediction, target,
                classWeights == null ? null : classWeights.on(prediction.device()), smoothing);
    }

    @Override
    public String toString() {
        return smoothing == 0 ? "softmax-cross-entropy" : "softmax-cross-entropy:" + smoothing;
    }
}
