package dev.cairn.optim;

import dev.cairn.backend.UpdateRule;

/**
 * {@link Adam} whose weight decay does not pass through the gradient: w -= rate · decay · w (Loshchilov and Hutter, 2019).
 * Parameters of rank 1 do not decay unless told to; L2 penalties are refused, since the decay takes their place.
 */
public final class AdamW extends Optimizer {
    /** With a learning rate of 0.001. */
    public AdamW() {
        this(1e-3);
    }

    /** With a decay of 0.01, as PyTorch has it. */
    public AdamW(double learningRate) {
        this(learningRate, 0.01);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public AdamW(double learningRate, double decay) {
        this(learningRate, decay, 0.9, 0.999, 1e-8);
    }

    /**
     * @param decay   of the weights, above 0
     * @param beta1   the decay of the running mean, in [0, 1)
     * @param beta2   the decay of the running square, in [0, 1)
     * @param epsilon above 0
     */
    public AdamW(double learningRate, double decay, double beta1, double beta2, double epsilon) {
        super(learningRate, new UpdateRule.Adam(requireBelowOne("beta1", beta1), requireBelowOne("beta2", beta2),
                requirePositive("epsilon", epsilon), requirePositive("weight decay", decay)));
    }

    @Override
    public String toString() {
        return "adamw";
    }
}
