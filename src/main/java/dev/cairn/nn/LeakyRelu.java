package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = x for x above 0, else slope · x (Maas et al., 2013). */
public final class LeakyRelu extends Activation {
    private static final double DEFAULT_SLOPE = 0.01;

    /** With the customary slope of 0.01. */
    public LeakyRelu() {
        this(DEFAULT_SLOPE);
    }

    /**
     * @param slope for negative x, above 0 and at most 1
     */
    public LeakyRelu(double slope) {
        super(Unary.LEAKY_RELU, slope);
        if (!(slope > 0 && slope <= 1)) {
            throw new IllegalArgumentException("LeakyRelu: slope " + slope + " must be above 0 and at most 1");
        }
    }

    @Override
    public String toString() {
        return "LeakyRelu(" + parameter() + ")";
    }
}
