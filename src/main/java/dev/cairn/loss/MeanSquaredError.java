package dev.cairn.loss;

import dev.cairn.backend.Pointwise;

/** The mean over all elements of (prediction - target)². Labels become one-hot rows. */
public final class MeanSquaredError extends PointwiseLoss {
    public MeanSquaredError() {
        super(Pointwise.SQUARED, 0);
    }

    @Override
    public String toString() {
        return "mse";
    }
}
