package dev.cairn.optim;

import dev.cairn.backend.UpdateRule;

/**
 * Stochastic gradient descent: v = momentum · v + g, w -= rate · v, as PyTorch has it (Sutskever et al., 2013).
 */
public final class Sgd extends Optimizer {
    private final double learningRate;
    private final double momentum;
    private final boolean nesterov;

    /** Without momentum. */
    public Sgd(double learningRate) {
        this(learningRate, 0);
    }

    /**
     * @param momentum in [0, 1)
     */
    public Sgd(double learningRate, double momentum) {
        this(learningRate, momentum, false);
    }

    private Sgd(double learningRate, double momentum, boolean nesterov) {
        super(learningRate, new UpdateRule.Sgd(requireBelowOne("momentum", momentum), nesterov));
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.nesterov = nesterov;
    }

    /** The same with Nesterov's momentum, w -= rate · (g + momentum · v); call it before any other setting. */
    public Sgd nesterov() {
        if (momentum == 0) {
            throw new IllegalArgumentException("nesterov: needs a momentum above 0");
        }
        return new Sgd(learningRate, momentum, true);
    }

    @Override
    public String toString() {
        return nesterov ? "nesterov" : "sgd";
    }
}
