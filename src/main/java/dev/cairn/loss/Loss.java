package dev.cairn.loss;

import dev.cairn.Tensor;

/**
 * How far a prediction is from its target. Its gradient follows from the operations it uses:
 *
 * <pre>{@code
 * Loss cubed = (prediction, target) -> {
 *     Tensor distance = prediction.subtract(target).abs();
 *     return distance.square().multiply(distance).mean();
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Loss {
    /**
     * The loss of a batch, a tensor of shape [1].
     *
     * @param prediction what the model says, [batch, outputs]
     * @param target     the truth: INT32 labels [batch], or REAL numbers of the prediction's shape
     */
    Tensor apply(Tensor prediction, Tensor target);
}
