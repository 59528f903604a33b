package dev.cairn.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A model's outputs for one batch beside the truth, as host arrays. The arrays are not copied and may be longer than the
 * batch, so that one buffer serves every batch.
 */
public final class Predictions {
    /** What {@link #predicted} answers for a row that holds a NaN. */
    public static final int NONE = -1;

    private final float[] outputs;
    private final int width;
    private final int rows;
    private final float threshold;
    private final int @Nullable [] labels;
    private final float @Nullable [] targets;

    private Predictions(
            float[] outputs, int width, int rows, float threshold, int @Nullable [] labels,
            float @Nullable [] targets) {
        if (rows < 0 || width < 1 || (long) rows * width > outputs.length) {
            throw new IllegalArgumentException(
                    "predictions: " + rows + " rows of " + width + " do not fit " + outputs.length + " outputs");
        }
        this.outputs = outputs;
        this.width = width;
        this.rows = rows;
        this.threshold = threshold;
        this.labels = labels;
        this.targets = targets;
    }

    /**
     * Scores of classes (logits or probabilities), of which the largest counts.
     *
     * @param outputs [rows, classes], row-major
     * @param classes at least 2
     * @param labels  the true classes, 0 to classes - 1
     */
    public static Predictions ofClasses(float[] outputs, int classes, int[] labels, int rows) {
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "predictions: " + classes
                            + " classes, at least 2 are needed; one output for two classes is ofBinary");
        }
        Predictions predictions = new Predictions(outputs, classes, rows, 0, labels, null);
        checkLabels(labels, classes, rows);
        return predictions;
    }

    /**
     * One output a row that tells two classes apart: class 1 where it exceeds the threshold.
     *
     * @param outputs   [rows, 1]
     * @param threshold 0 for logits, 0.5 for probabilities
     * @param labels    the true classes, 0 or 1
     */
    public static Predictions ofBinary(float[] outputs, float threshold, int[] labels, int rows) {
        Predictions predictions = new Predictions(outputs, 1, rows, threshold, labels, null);
        checkLabels(labels, 2, rows);
        return predictions;
    }

    /**
     * Real values.
     *
     * @param outputs [rows, width], row-major
     * @param targets [rows, width], row-major
     */
    public static Predictions ofValues(float[] outputs, int width, float[] targets, int rows) {
        Predictions predictions = new Predictions(outputs, width, rows, 0, null, targets);
        if ((long) rows * width > targets.length) {
            throw new IllegalArgumentException(
                    "predictions: " + rows + " rows of " + width + " do not fit " + targets.length + " targets");
        }
        return predictions;
    }

    private static void checkLabels(int[] labels, int classes, int rows) {
        if (rows > labels.length) {
            throw new IllegalArgumentException("predictions: " + rows + " rows but " + labels.length + " labels");
        }
        for (int row = 0; row < rows; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(
                        "predictions: label " + labels[row] + " in row " + row + ", allowed are 0 to " + (classes - 1));
            }
        }
    }

    /** The number of samples in the batch. */
    public int rows() {
        return rows;
    }

    /** The number of outputs of a sample. */
    public int width() {
        return width;
    }

    /** The number of classes: the width, or 2 where one output tells two classes apart. */
    public int classes() {
        requireLabels();
        return Math.max(2, width);
    }

    /** The true class of a row. */
    public int label(int row) {
        return requireLabels()[row];
    }

    /** The class of a row's largest output, the first of equals; {@link #NONE} if any output of the row is NaN. */
    public int predicted(int row) {
        requireLabels();
        int first = row * width;
        int best = first;
        for (int i = first; i < first + width; i++) {
            if (Float.isNaN(outputs[i])) {
                return NONE;
            }
            if (outputs[i] > outputs[best]) {
                best = i;
            }
        }
        if (width == 1) {
            return outputs[first] > threshold ? 1 : 0;
        }
        return best - first;
    }

    /**
     * How many classes come before the true one when a row's outputs are sorted from the largest down, equals in their
     * order: 0 where the prediction is right, {@link Integer#MAX_VALUE} where any output of the row is NaN.
     */
    public int rankOfLabel(int row) {
        int predicted = predicted(row);
        int label = label(row);
        if (predicted == NONE) {
            return Integer.MAX_VALUE;
        }
        if (width == 1) {
            return predicted == label ? 0 : 1;
        }
        int first = row * width;
        float score = outputs[first + label];
        int before = 0;
        for (int c = 0; c < width; c++) {
            float other = outputs[first + c];
            if (other > score || other == score && c < label) {
                before++;
            }
        }
        return before;
    }

    /**
     * By how much a row's output for its true class exceeds the largest of the others: negative where the prediction is wrong,
     * NaN where any output of the row is. Where one output tells two classes apart, its distance from the threshold.
     */
    public double margin(int row) {
        int label = label(row);
        int first = row * width;
        if (width == 1) {
            double above = (double) outputs[first] - threshold;
            return label == 1 ? above : -above;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < width; c++) {
            largest = c == label ? largest : Math.max(largest, outputs[first + c]);
        }
        return outputs[first + label] - largest;
    }

    /** Element i of the row-major outputs. */
    public float output(int i) {
        return outputs[i];
    }

    /** Element i of the row-major targets. */
    public float target(int i) {
        if (targets == null) {
            throw new IllegalArgumentException("predictions: these are classes with labels, not values with targets");
        }
        return targets[i];
    }

    private int[] requireLabels() {
        if (labels == null) {
            throw new IllegalArgumentException("predictions: these are values with targets, not classes with labels");
        }
        return labels;
    }
}
