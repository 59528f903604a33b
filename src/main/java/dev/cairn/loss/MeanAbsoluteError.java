package dev.cairn.loss;

import dev.cairn.backend.Pointwise;

/** The mean over all elements of |prediction - target|. Labels become one-hot rows. */
public final class MeanAbsoluteError extends PointwiseLoss {
    public MeanAbsoluteError() {
        super(Pointwise.ABSOLUTE, 0);
    }

    @Override
    public String toString() {
        return "mae";
    }
}
