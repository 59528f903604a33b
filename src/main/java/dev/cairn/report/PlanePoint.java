package dev.cairn.report;

import dev.cairn.data.Sample;

/**
 * A sample with two features, and what a network takes it for.
 *
 * @param x         the first feature
 * @param y         the second
 * @param label     its class
 * @param predicted the class it is taken for; negative for none
 */
public record PlanePoint(double x, double y, int label, int predicted) {
    static PlanePoint of(Sample sample, int predicted) {
        return new PlanePoint(sample.values()[0], sample.values()[1], sample.label(), predicted);
    }

    /** Whether the prediction is the truth. */
    public boolean isRight() {
        return label == predicted;
    }
}
