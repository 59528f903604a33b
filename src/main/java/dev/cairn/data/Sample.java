package dev.cairn.data;

/**
 * One sample: its values and either a label or targets. The arrays are shared, not copied.
 *
 * @param values the input, as many values as the data set's sample shape has elements
 * @param label the number of the class, from 0, or {@link #NO_LABEL} where the sample has targets
 * @param targets the numbers to predict; empty where the sample has a label
 */
public record Sample(float[] values, int label, float[] targets) {
    /** The label of a sample that has targets instead. */
    public static final int NO_LABEL = -1;

    private static final float[] NO_TARGETS = {};

    public Sample {
        if (values.length == 0) {
            throw new IllegalArgumentException("sample: has no values");
        }
        if (label < NO_LABEL || label == NO_LABEL == (targets.length == 0)) {
            throw new IllegalArgumentException(
                    "sample: needs either a label of at least 0 or targets, got label " + label
                            + " and " + targets.length + " targets");
        }
    }

    /** A sample of class {@code label}. */
    public static Sample labelled(float[] values, int label) {
        return new Sample(values, label, NO_TARGETS);
    }

    /** A sample of a regression. */
    public static Sample of(float[] values, float... targets) {
        return new Sample(values, NO_LABEL, targets);
    }

    /** Whether this sample has a label rather than targets. */
    public boolean isLabelled() {
        return label != NO_LABEL;
    }
}
