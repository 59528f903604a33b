package dev.cairn.optim;

import dev.cairn.backend.UpdateRule;

/** w -= rate · g / (√s + ε), where s is the running average of g² (Tieleman and Hinton, 2012). */
public final class RmsProp extends Optimizer {
    /** With a decay of 0.99 and ε = 1e-8, as PyTorch has it. */
    public RmsProp(double learningRate) {
        this(learningRate, 0.99, 1e-8);
    }

    /**
     * @param decay   of the running average, in [0, 1)
     * @param epsilon above 0
     */
    public RmsProp(double learningRate, double decay, double epsilon) {
        super(learningRate,
                new UpdateRule.RmsProp(requireBelowOne("decay", decay), requirePositive("epsilon", epsilon)));
    }

    @Override
    public String toString() {
        return "rmsprop";
    }
}
