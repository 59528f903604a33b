package dev.cairn.data;

import java.util.Arrays;

/**
 * How stored values become a network's input: {@code y = x * scale + shift}, then, if {@code perSample},
 * {@code (y - mean(y)) / max(deviation(y), 1 / sqrt(n))} over the n values of each sample. Scale and shift repeat
 * cyclically over the features: one number for all, or one for each. {@link #apply} is the specification that devices
 * follow within rounding.
 */
public final class Normalisation {
    private static final Normalisation IDENTITY = new Normalisation(new float[] {1}, new float[] {0}, false);

    private final float[] scale;
    private final float[] shift;
    private final boolean perSample;

    /**
     * @param scale the factors, copied; one, or as many as there are features
     * @param shift what is added after them, copied; one, or as many as there are features
     * @param perSample whether each sample is then brought to mean 0 and deviation 1
     */
    public Normalisation(float[] scale, float[] shift, boolean perSample) {
        boolean agree = scale.length == shift.length || scale.length == 1 || shift.length == 1;
        if (scale.length == 0 || shift.length == 0 || !agree) {
            throw new IllegalArgumentException("normalisation: " + scale.length + " scales and " + shift.length
                    + " shifts; there must be one, or one for each feature");
        }
        this.scale = finite("scale", scale);
        this.shift = finite("shift", shift);
        this.perSample = perSample;
    }

    private static float[] finite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("normalisation: " + what + " " + value + " must be finite");
            }
        }
        return values.clone();
    }

    /** Values as they are; bytes become 0 to 255. */
    public static Normalisation identity() {
        return IDENTITY;
    }

    /** The factors, as a fresh array. */
    public float[] scale() {
        return scale.clone();
    }

    /** The shifts, as a fresh array. */
    public float[] shift() {
        return shift.clone();
    }

    /** Whether there is a scale other than 1 or a shift other than 0. */
    boolean isAffine() {
        return !Arrays.equals(scale, IDENTITY.scale) || !Arrays.equals(shift, IDENTITY.shift);
    }

    /** Whether each sample is brought to mean 0 and deviation 1. */
    public boolean perSample() {
        return perSample;
    }

    /** The smallest deviation that a sample of {@code features} values is divided by, {@code 1 / sqrt(features)}. */
    public static float deviationFloor(int features) {
        return (float) (1 / Math.sqrt(features));
    }

    /** Checks that scale and shift repeat over {@code features} values without a rest. */
    public void requireFits(int features) {
        int period = Math.max(scale.length, shift.length);
        if (period != 1 && period != features) {
            throw new IllegalArgumentException(
                    "normalisation of " + period + " features does not fit samples of " + features + " values");
        }
    }

    /** Normalises one sample of 8-bit values, read as unsigned. */
    public void apply(byte[] source, int sourceOffset, float[] target, int targetOffset, int features) {
        requireFits(features);
        for (int i = 0; i < features; i++) {
            target[targetOffset + i] = affine(source[sourceOffset + i] & 0xFF, i);
        }
        finish(target, targetOffset, features);
    }

    /** Normalises one sample of float values; source and target may be the same. */
    public void apply(float[] source, int sourceOffset, float[] target, int targetOffset, int features) {
        requireFits(features);
        for (int i = 0; i < features; i++) {
            target[targetOffset + i] = affine(source[sourceOffset + i], i);
        }
        finish(target, targetOffset, features);
    }

    private float affine(float x, int feature) {
        return x * scale[feature % scale.length] + shift[feature % shift.length];
    }

    private void finish(float[] values, int offset, int features) {
        if (perSample) {
            standardise(values, offset, features);
        }
    }

    private static void standardise(float[] values, int offset, int features) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += values[offset + i];
        }
        double mean = sum / features;
        double squares = 0;
        for (int i = 0; i < features; i++) {
            double difference = values[offset + i] - mean;
            squares += difference * difference;
        }
        double deviation = Math.max(Math.sqrt(squares / features), deviationFloor(features));
        for (int i = 0; i < features; i++) {
            values[offset + i] = (float) ((values[offset + i] - mean) / deviation);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Normalisation that && perSample == that.perSample
                && Arrays.equals(scale, that.scale) && Arrays.equals(shift, that.shift);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(scale) + Arrays.hashCode(shift)) + Boolean.hashCode(perSample);
    }

    /** As {@code x * 0.003921569 + 0.0}, or {@code x * (784 values) + 0.0, then each sample to mean 0, deviation 1}. */
    @Override
    public String toString() {
        return "x * " + text(scale) + " + " + text(shift)
                + (perSample ? ", then each sample to mean 0, deviation 1" : "");
    }

    private static String text(float[] values) {
        return values.length == 1 ? Float.toString(values[0]) : "(" + values.length + " values)";
    }
}
