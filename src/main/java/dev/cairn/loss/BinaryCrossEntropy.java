package dev.cairn.loss;

import dev.cairn.backend.Pointwise;

/**
 * The mean over all elements of -w t ln σ(p) - (1 - t) ln(1 - σ(p)) from logits p: finite for all finite logits. Targets t
 * are probabilities of the prediction's shape; labels 0 and 1 for a prediction of one column, one-hot rows for several.
 */
public final class BinaryCrossEntropy extends PointwiseLoss {
    private final double positiveWeight;

    /** With positive and negative targets weighted alike. */
    public BinaryCrossEntropy() {
        this(1);
    }

    /**
     * @param positiveWeight the weight w of positive targets, above 0
     */
    public BinaryCrossEntropy(double positiveWeight) {
        super(Pointwise.BINARY_CROSS_ENTROPY, positiveWeight);
        if (!(positiveWeight > 0 && positiveWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "BinaryCrossEntropy: positive weight " + positiveWeight + " must be above 0 and finite");
        }
        this.positiveWeight = positiveWeight;
    }

    @Override
    public String toString() {
        return positiveWeight == 1 ? "binary-cross-entropy" : "binary-cross-entropy:" + positiveWeight;
    }
}
