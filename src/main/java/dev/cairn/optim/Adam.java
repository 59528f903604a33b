package dev.cairn.optim;

import dev.cairn.backend.UpdateRule;

/** Steps by the gradient's running mean over the root of its running square, both corrected (Kingma and Ba, 2015). */
public final class Adam extends Optimizer {
    /** With a learning rate of 0.001. */
    public Adam() {
        this(1e-3);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as in the paper. */
    public Adam(double learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8);
    }

    /**
     * @param beta1   the decay of the running mean, in [0, 1)
     * @param beta2   the decay of the running square, in [0, 1)
     * @param epsilon above 0
     */
    public Adam(double learningRate, double beta1, double beta2, double epsilon) {
        super(learningRate, new UpdateRule.Adam(requireBelowOne("beta1", beta1), requireBelowOne("beta2", beta2),
                requirePositive("epsilon", epsilon), 0));
    }

    @Override
    public String toString() {
        return "adam";
    }
}
