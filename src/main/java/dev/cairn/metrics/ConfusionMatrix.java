package dev.cairn.metrics;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often samples of each class were taken for each class: rows are the true classes, columns the predicted ones. Samples
 * without a prediction (an output was NaN) stand in no column, but count as wrong everywhere.
 *
 * <p>With M the matrix, precision of class i is M_ii / sum_j M_ji, recall M_ii / sum_j M_ij, and F1 their harmonic mean.
 * A figure is 0 where only its own denominator is (a class that was never predicted has precision 0), and NaN for a class
 * that neither occurs nor is predicted; such classes are left out of the macro averages, the means over classes.
 */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[][] counts;
    private final long[] unpredicted;

    /** An empty matrix for classes of these names, at least 2. */
    public ConfusionMatrix(List<String> classes) {
        if (classes.size() < 2) {
            throw new IllegalArgumentException(
                    "confusion matrix: " + classes.size() + " classes, at least 2 are needed");
        }
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size()][classes.size()];
        this.unpredicted = new long[classes.size()];
    }

    /** An empty matrix for classes named 0 to n - 1. */
    public static ConfusionMatrix of(int classes) {
        return new ConfusionMatrix(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /** Counts one sample; {@link Predictions#NONE} stands for no prediction. */
    public void add(int actual, int predicted) {
        check(actual);
        if (predicted == Predictions.NONE) {
            unpredicted[actual]++;
        } else {
            check(predicted);
            counts[actual][predicted]++;
        }
    }

    /** Counts every sample of a batch. */
    public void add(Predictions batch) {
        if (batch.classes() != classes.size()) {
            throw new IllegalArgumentException(
                    "confusion matrix: predictions of " + batch.classes() + " classes for " + classes.size());
        }
        for (int row = 0; row < batch.rows(); row++) {
            add(batch.label(row), batch.predicted(row));
        }
    }

    /** Adds the counts of another matrix over the same classes. */
    public void merge(ConfusionMatrix other) {
        if (!classes.equals(other.classes)) {
            throw new IllegalArgumentException(
                    "confusion matrix: classes " + other.classes + " merged into " + classes);
        }
        for (int actual = 0; actual < counts.length; actual++) {
            unpredicted[actual] += other.unpredicted[actual];
            for (int predicted = 0; predicted < counts.length; predicted++) {
                counts[actual][predicted] += other.counts[actual][predicted];
            }
        }
    }

    /** An independent matrix of the same counts. */
    public ConfusionMatrix copy() {
        ConfusionMatrix copy = new ConfusionMatrix(classes);
        copy.merge(this);
        return copy;
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** How many samples of class {@code actual} were taken for class {@code predicted}. */
    public long count(int actual, int predicted) {
        check(actual);
        check(predicted);
        return counts[actual][predicted];
    }

    /** How many samples of a class got no prediction. */
    public long unpredicted(int actual) {
        check(actual);
        return unpredicted[actual];
    }

    /** How many samples truly belong to a class. */
    public long support(int actual) {
        check(actual);
        long sum = unpredicted[actual];
        for (long count : counts[actual]) {
            sum += count;
        }
        return sum;
    }

    /** How many samples were counted. */
    public long samples() {
        return IntStream.range(0, counts.length).mapToLong(this::support).sum();
    }

    /** The share of samples that were predicted right; NaN without samples. */
    public double accuracy() {
        return (double) IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum() / samples();
    }

    /** Of the samples taken for class i, the share that belong to it. */
    public double precision(int i) {
        return share(i, counts[i][i], predictedAs(i));
    }

    /** Of the samples that belong to class i, the share taken for it. */
    public double recall(int i) {
        return share(i, counts[i][i], support(i));
    }

    /** The harmonic mean of precision and recall: 2 M_ii / (sum_j M_ij + sum_j M_ji). */
    public double f1(int i) {
        return share(i, 2 * counts[i][i], support(i) + predictedAs(i));
    }

    /** The mean of the classes' precisions. */
    public double macroPrecision() {
        return macro(this::precision);
    }

    /** The mean of the classes' recalls. */
    public double macroRecall() {
        return macro(this::recall);
    }

    /** The mean of the classes' F1 scores. */
    public double macroF1() {
        return macro(this::f1);
    }

    /** A table for a terminal: the matrix and each class's figures; above 20 classes the figures alone. */
    @Override
    public String toString() {
        return new ConfusionTable(this).text();
    }

    private long predictedAs(int predicted) {
        check(predicted);
        long sum = 0;
        for (long[] row : counts) {
            sum += row[predicted];
        }
        return sum;
    }

    private double share(int i, long part, long whole) {
        boolean seen = support(i) + predictedAs(i) > 0;
        return seen ? (double) part / Math.max(1, whole) : Double.NaN;
    }

    private double macro(IntToDoubleFunction figure) {
        return IntStream.range(0, counts.length)
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private void check(int i) {
        if (i < 0 || i >= counts.length) {
            throw new IllegalArgumentException(
                    "confusion matrix: class " + i + ", allowed are 0 to " + (counts.length - 1));
        }
    }
}
