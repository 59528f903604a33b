package dev.cairn.loss;

import dev.cairn.Shape;
import dev.cairn.backend.Pointwise;

/**
 * The sum over a sample's outputs of (prediction - target)², as the mean over the batch, so that the learning rate does not
 * depend on the batch size. Labels become one-hot rows.
 */
public final class SumOfSquares extends PointwiseLoss {
    public SumOfSquares() {
        super(Pointwise.SQUARED, 0);
    }

    @Override
    double scale(Shape prediction) {
        return 1.0 / prediction.rows();
    }

    @Override
    public String toString() {
        return "sum-of-squares";
    }
}
