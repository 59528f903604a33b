package dev.cairn.optim;

import dev.cairn.backend.UpdateRule;

/** Steps whose size follows from the running averages of the gradients' and the steps' squares (Zeiler, 2012). */
public final class Adadelta extends Optimizer {
    /** With a learning rate of 1, as in the paper. */
    public Adadelta() {
        this(1);
    }

    /** With a decay of 0.9 and ε = 1e-6, as PyTorch has it. */
    public Adadelta(double learningRate) {
        this(learningRate, 0.9, 1e-6);
    }

    /**
     * @param decay   of both running averages, in [0, 1)
     * @param epsilon above 0
     */
    public Adadelta(double learningRate, double decay, double epsilon) {
        super(learningRate,
                new UpdateRule.Adadelta(requireBelowOne("decay", decay), requirePositive("epsilon", epsilon)));
    }

    @Override
    public String toString() {
        return "adadelta";
    }
}
