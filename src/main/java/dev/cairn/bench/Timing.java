package dev.cairn.bench;

import java.util.Arrays;

/**
 * How long one of many equal pieces of work takes, in seconds.
 *
 * @param median  of the samples
 * @param low     a quarter of the samples is faster
 * @param high    a quarter of the samples is slower
 * @param samples how many there are; each is the mean of some milliseconds of work
 */
public record Timing(double median, double low, double high, int samples) {

    /** Of measured times, at least one. */
    public static Timing of(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return new Timing(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
