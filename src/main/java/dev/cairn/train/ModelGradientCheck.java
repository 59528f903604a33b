package dev.cairn.train;

import dev.cairn.Parameter;
import dev.cairn.Tensor;
import dev.cairn.autodiff.GradientCheck;
import dev.cairn.autodiff.GradientReport;
import dev.cairn.loss.L2Penalty;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Parameters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Checks the gradients of a whole model in training mode, L2 penalties included: dropout keeps its mask during the check,
 * and the running figures of batch normalisation are put back afterwards. The model is initialised on a device in double
 * precision.
 */
public final class ModelGradientCheck {
    private ModelGradientCheck() {
    }

    /** The gradients by all parameters that learn and are not frozen. */
    public static GradientReport ofParameters(GradientCheck check, Layer model, Loss loss, Tensor x, Tensor y) {
        return run(check, model, new LinkedHashMap<>(model.parameters().byName()), loss, x, y, Mode.TRAIN);
    }

    /** The gradients by all parameters, as {@link #ofParameters}, and by the batch x, made outside any training scope. */
    public static GradientReport ofParametersAndInput(GradientCheck check, Layer model, Loss loss, Tensor x, Tensor y,
            Mode mode) {
        Map<String, Tensor> variables = new LinkedHashMap<>(model.parameters().byName());
        variables.put("input", x);
        return run(check, model, variables, loss, x, y, mode);
    }

    private static GradientReport run(GradientCheck check, Layer model, Map<String, Tensor> variables, Loss loss,
            Tensor x, Tensor y, Mode mode) {
        Parameters parameters = model.parameters();
        boolean penalised = !parameters.where(p -> p.l2() > 0).isEmpty();
        Supplier<Tensor> penalisedLoss = () -> {
            parameters.advanceTo(parameters.step()); // the step's draws begin anew: every pass drops the same elements
            Tensor value = loss.apply(model.forward(x, mode), y);
            return penalised ? value.add(L2Penalty.of(parameters)) : value;
        };
        Map<Parameter, double[]> state = new HashMap<>();
        parameters.where(p -> !p.learns()).forEach(p -> state.put(p, p.toDoubles()));
        try {
            return check.run(variables, penalisedLoss);
        } finally {
            state.forEach((parameter, values) -> parameter.set(values));
        }
    }
}
