package dev.cairn.loss;

import dev.cairn.backend.Pointwise;

/**
 * The mean over all elements of d² / 2 for distances d up to δ, beyond it of δ (d - δ / 2) (Huber, 1964). Labels become
 * one-hot rows.
 */
public final class Huber extends PointwiseLoss {
    private final double delta;

    /** With δ = 1. */
    public Huber() {
        this(1);
    }

    /**
     * @param delta the distance where the loss turns from a parabola into a line, above 0
     */
    public Huber(double delta) {
        super(Pointwise.HUBER, delta);
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Huber: delta " + delta + " must be above 0 and finite");
        }
        this.delta = delta;
    }

    @Override
    public String toString() {
        return delta == 1 ? "huber" : "huber:" + delta;
    }
}
