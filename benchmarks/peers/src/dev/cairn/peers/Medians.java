package dev.cairn.peers;

import java.util.List;

/** The middle of measured values. */
final class Medians {
    private Medians() {
    }

    /** The value in the middle, the mean of the two where their number is even, NaN where there is none. */
    static double of(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
