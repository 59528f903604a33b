package dev.cairn.data;

import dev.cairn.Tensor;

/**
 * Samples that go through a network together. The tensors are overwritten by the next batch.
 *
 * @param x the normalised values, [batch, sample shape ...]
 * @param y INT32 labels [batch], or real targets [batch, targets]
 */
public record Batch(Tensor x, Tensor y) {
    /** The number of samples. */
    public int size() {
        return x.shape().rows();
    }
}
