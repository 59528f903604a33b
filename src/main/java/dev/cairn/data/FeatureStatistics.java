package dev.cairn.data;

import java.util.Arrays;

/**
 * Minimum, maximum, mean and standard deviation of a data set's values, in groups of consecutive features: each feature,
 * each channel of an image, or all together.
 */
final class FeatureStatistics {
    private final int groups;
    private final double[] minimum;
    private final double[] maximum;
    private final double[] mean;
    private final double[] deviation;

    private FeatureStatistics(ArrayDataset data, int groups) {
        this.groups = groups;
        minimum = filled(groups, Double.POSITIVE_INFINITY);
        maximum = filled(groups, Double.NEGATIVE_INFINITY);
        mean = new double[groups];
        deviation = new double[groups];
        Features features = data.features();
        int width = data.sampleShape().elements() / groups;
        double count = (double) data.size() * width;
        sum(features, width, count);
        sumSquares(features, width, count);
    }

    /** Each value of a sample on its own. */
    static FeatureStatistics byFeature(ArrayDataset data) {
        return new FeatureStatistics(data, data.sampleShape().elements());
    }

    /** Each channel, the first dimension of a sample's shape, on its own. */
    static FeatureStatistics byChannel(ArrayDataset data) {
        return new FeatureStatistics(data, data.sampleShape().rows());
    }

    static FeatureStatistics ofAll(ArrayDataset data) {
        return new FeatureStatistics(data, 1);
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }

    private void sum(Features features, int width, double count) {
        int group = 0;
        for (int start = 0; start < features.length(); start += width) {
            for (int i = start; i < start + width; i++) {
                double value = features.value(i);
                minimum[group] = Math.min(minimum[group], value);
                maximum[group] = Math.max(maximum[group], value);
                mean[group] += value;
            }
            group = group + 1 == groups ? 0 : group + 1;
        }
        for (int i = 0; i < groups; i++) {
            mean[i] /= count;
        }
    }

    /** From differences to the mean, so that a large mean does not drown a small deviation. */
    private void sumSquares(Features features, int width, double count) {
        int group = 0;
        for (int start = 0; start < features.length(); start += width) {
            for (int i = start; i < start + width; i++) {
                double difference = features.value(i) - mean[group];
                deviation[group] += difference * difference;
            }
            group = group + 1 == groups ? 0 : group + 1;
        }
        for (int i = 0; i < groups; i++) {
            deviation[i] = Math.sqrt(deviation[i] / count);
        }
    }

    int groups() {
        return groups;
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
        return deviation[group];
    }

    /** Whether all values of the group are the same, whatever rounding makes of their deviation. */
    boolean isConstant(int group) {
        return minimum[group] == maximum[group];
    }
}
