package dev.cairn.data;

import java.util.Arrays;

/**
 * Minimum, maximum, mean and standard deviation of a data set's values: of each feature, of each channel of an image, or of
 * all values together.
 */
final class FeatureStatistics {
    private final double[] minimum;
    private final double[] maximum;
    private final double[] mean;
    private final double[] variance;

    private FeatureStatistics(int groups) {
        minimum = new double[groups];
        maximum = new double[groups];
        mean = new double[groups];
        variance = new double[groups];
        Arrays.fill(minimum, Double.POSITIVE_INFINITY);
        Arrays.fill(maximum, Double.NEGATIVE_INFINITY);
    }

    /** Each value of a sample on its own. */
    static FeatureStatistics byFeature(ArrayDataset data) {
        FeatureStatistics statistics = new FeatureStatistics(data.sampleShape().elements());
        if (data.isBytes()) {
            statistics.measure(data.bytes(), data.size());
        } else {
            statistics.measure(data.floats(), data.size());
        }
        return statistics;
    }

    /** Each channel, the first dimension of a sample's shape, on its own. */
    static FeatureStatistics byChannel(ArrayDataset data) {
        return byFeature(data).grouped(data.sampleShape().rows());
    }

    /** All values together. */
    static FeatureStatistics ofAll(ArrayDataset data) {
        return byFeature(data).grouped(1);
    }

    /** Integers sum exactly, so one pass is enough. */
    private void measure(byte[] values, int samples) {
        int features = mean.length;
        long[] sum = new long[features];
        long[] squares = new long[features];
        for (int start = 0; start < values.length; start += features) {
            for (int i = 0; i < features; i++) {
                long value = values[start + i] & 0xFF;
                sum[i] += value;
                squares[i] += value * value;
            }
        }
        for (int start = 0; start < values.length; start += features) {
            for (int i = 0; i < features; i++) {
                double value = values[start + i] & 0xFF;
                minimum[i] = Math.min(minimum[i], value);
                maximum[i] = Math.max(maximum[i], value);
            }
        }
        for (int i = 0; i < features; i++) {
            mean[i] = (double) sum[i] / samples;
            variance[i] = ((double) squares[i] - sum[i] * mean[i]) / samples;
        }
    }

    /** A second pass over the differences to the mean, so that a large mean does not drown a small deviation. */
    private void measure(float[] values, int samples) {
        int features = mean.length;
        for (int start = 0; start < values.length; start += features) {
            for (int i = 0; i < features; i++) {
                double value = values[start + i];
                minimum[i] = Math.min(minimum[i], value);
                maximum[i] = Math.max(maximum[i], value);
                mean[i] += value / samples;
            }
        }
        for (int start = 0; start < values.length; start += features) {
            for (int i = 0; i < features; i++) {
                double difference = values[start + i] - mean[i];
                variance[i] += difference * difference / samples;
            }
        }
    }

    /** The statistics of equally many consecutive features each. */
    private FeatureStatistics grouped(int groups) {
        FeatureStatistics grouped = new FeatureStatistics(groups);
        int width = mean.length / groups;
        for (int i = 0; i < mean.length; i++) {
            int group = i / width;
            grouped.minimum[group] = Math.min(grouped.minimum[group], minimum[i]);
            grouped.maximum[group] = Math.max(grouped.maximum[group], maximum[i]);
            grouped.mean[group] += mean[i] / width;
        }
        for (int i = 0; i < mean.length; i++) {
            int group = i / width;
            double difference = mean[i] - grouped.mean[group];
            grouped.variance[group] += (variance[i] + difference * difference) / width;
        }
        return grouped;
    }

    int groups() {
        return mean.length;
    }

    double minimum(int group) {
        return minimum[group];
    }

    double maximum(int group) {
        return maximum[group];
    }

    double mean(int group) {
        return mean[group];
    }

    double deviation(int group) {
        return Math.sqrt(variance[group]);
    }

    /** Whether all values of the group are the same, whatever rounding makes of their deviation. */
    boolean isConstant(int group) {
        return minimum[group] == maximum[group];
    }
}
