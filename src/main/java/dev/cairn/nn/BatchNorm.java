package dev.cairn.nn;

import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.autodiff.BatchNormalization;

/**
 * Batch normalisation of x [batch, features] (Ioffe and Szegedy, 2015): y = (x - mean) / √(variance + ε) · weight + bias for
 * each feature. Training takes mean and variance from the batch and moves the running ones; evaluation takes the running
 * ones. Parameters are named as in PyTorch: weight, bias, running_mean, running_var.
 */
public final class BatchNorm extends Layer {
    private static final double DEFAULT_EPSILON = 1e-5;
    private static final double DEFAULT_MOMENTUM = 0.1;

    private final int features;
    private final double epsilon;
    private final double momentum;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVariance;

    /** With ε = 1e-5 and a momentum of 0.1. */
    public BatchNorm(int features) {
        this(features, DEFAULT_EPSILON, DEFAULT_MOMENTUM);
    }

    /**
     * @param epsilon  is added to the variance, above 0
     * @param momentum the share of the newest batch in the running figures, above 0 and at most 1
     */
    public BatchNorm(int features, double epsilon, double momentum) {
        if (features < 1) {
            throw new IllegalArgumentException("BatchNorm: " + features + " features; must be at least 1");
        }
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("BatchNorm: epsilon " + epsilon + " must be above 0 and finite");
        }
        if (!(momentum > 0 && momentum <= 1)) {
            throw new IllegalArgumentException("BatchNorm: momentum " + momentum + " must be above 0 and at most 1");
        }
        this.features = features;
        this.epsilon = epsilon;
        this.momentum = momentum;
        Shape row = Shape.of(features);
        weight = parameter("weight", row, Initializers.constant(1));
        bias = parameter("bias", row, Initializers.zeros());
        runningMean = state("running_mean", row, 0);
        runningVariance = state("running_var", row, 1);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        if (mode == Mode.TRAIN) {
            return BatchNormalization.batchNorm(x, weight, bias, runningMean, runningVariance, epsilon, momentum);
        }
        if (x.shape().rank() != 2 || x.shape().dimension(1) != features) {
            throw new IllegalArgumentException("batchNorm: " + x.shape() + " does not fit " + this
                    + "; expected [batch, " + features + "]");
        }
        return x.subtract(runningMean).divide(runningVariance.add(epsilon).sqrt()).multiply(weight).add(bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (!input.equals(Shape.of(features))) {
            throw new IllegalArgumentException(
                    this + " takes " + features + " features, got samples of shape " + input);
        }
        return input;
    }

    @Override
    public String toString() {
        return epsilon == DEFAULT_EPSILON && momentum == DEFAULT_MOMENTUM
                ? "BatchNorm(" + features + ")"
                : "BatchNorm(" + features + ", " + epsilon + ", " + momentum + ")";
    }
}
