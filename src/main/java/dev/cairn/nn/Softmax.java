package dev.cairn.nn;

import dev.cairn.Tensor;

/**
 * Probabilities from logits: y_j = e^x_j / Σ_k e^x_k over the last dimension. For losses that take probabilities, such as
 * the squared error; {@code SoftmaxCrossEntropy} takes the logits themselves.
 */
public final class Softmax extends Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.softmax();
    }
}
