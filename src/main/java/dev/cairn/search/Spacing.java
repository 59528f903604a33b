package dev.cairn.search;

import dev.cairn.files.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The numbers from low to high, evenly or by factors.
 *
 * @param low         the least
 * @param high        the largest, at least that
 * @param logarithmic whether equal factors lie equally far apart, not equal differences
 * @param whole       whether only whole numbers count
 */
record Spacing(double low, double high, boolean logarithmic, boolean whole) {
    /** More digits of a hyperparameter do not matter. */
    private static final MathContext DIGITS = new MathContext(4);

    /** The number at a share of the way from low to high, with four digits. */
    String at(double share) {
        double value = logarithmic
                ? low * StrictMath.pow(high / low, share)
                : low + (high - low) * share;
        double inside = Math.min(high, Math.max(low, value));
        return Numbers.text(whole ? Math.rint(inside) : new BigDecimal(inside).round(DIGITS).doubleValue());
    }

    /** A share of this spacing, with a number in its middle where that does not go beyond the ends. */
    Spacing around(double middle, double share) {
        if (logarithmic) {
            double half = StrictMath.pow(high / low, share / 2);
            return new Spacing(Math.max(low, middle / half), Math.min(high, middle * half), true, whole);
        }
        double half = (high - low) * share / 2;
        return new Spacing(Math.max(low, middle - half), Math.min(high, middle + half), false, whole);
    }
}
