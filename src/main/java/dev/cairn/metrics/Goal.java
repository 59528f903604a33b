package dev.cairn.metrics;

/** Whether larger or smaller values of a figure are better. NaN is never better than anything. */
public enum Goal {
    /** For accuracies and R2. */
    MAXIMIZE,
    /** For losses and errors. */
    MINIMIZE;

    /** Whether a value beats the best one so far; equal values do not. Any number beats a best of NaN. */
    public boolean isBetter(double value, double best) {
        if (Double.isNaN(value) || Double.isNaN(best)) {
            return !Double.isNaN(value);
        }
        return this == MAXIMIZE ? value > best : value < best;
    }

    /** The index of the best value, the first of equals; -1 if there is none but NaN. */
    public int best(double[] values) {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (isBetter(values[i], best < 0 ? Double.NaN : values[best])) {
                best = i;
            }
        }
        return best;
    }
}
