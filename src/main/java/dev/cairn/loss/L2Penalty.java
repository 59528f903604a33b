package dev.cairn.loss;

import dev.cairn.Parameter;
import dev.cairn.Tensor;
import dev.cairn.nn.Parameters;

/**
 * The penalty Σ λ Σ w² over all parameters with an L2 strength λ, as a differentiable tensor. Optimizers add its gradient
 * 2 λ w themselves, so training does not need it: it is for printing the penalised loss, and for checking gradients.
 */
public final class L2Penalty {
    private L2Penalty() {
    }

    /** The penalty of a model, a tensor of shape [1]. */
    public static Tensor of(Parameters parameters) {
        Tensor penalty = parameters.device().scalar(0);
        for (Parameter parameter : parameters.where(p -> p.learns() && p.l2() > 0)) {
            penalty = penalty.add(parameter.square().sum().multiply(parameter.l2()));
        }
        return penalty;
    }
}
