package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Ops;
import dev.cairn.backend.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Compares the gradients of a loss with central differences (L(w + h) - L(w - h)) / 2h. For devices in double precision:
 * {@link dev.cairn.Backend#REFERENCE}.
 *
 * <pre>{@code
 * GradientReport report = new GradientCheck().run(model.parameters().byName(),
 *         () -> loss.apply(model.forward(x, Mode.TRAIN), y));
 * }</pre>
 *
 * @param step        h, above 0; default 1e-5
 * @param perVariable the number of elements to check at most of each variable, drawn at random; default all
 * @param seed        of that draw
 */
public record GradientCheck(double step, int perVariable, long seed) {
    public GradientCheck {
        if (!(step > 0 && step < 1)) {
            throw new IllegalArgumentException("gradient check: step " + step + " must be above 0 and below 1");
        }
        if (perVariable < 1) {
            throw new IllegalArgumentException(
                    "gradient check: " + perVariable + " elements of each variable; must be at least 1");
        }
    }

    /** Of every element with h = 1e-5. */
    public GradientCheck() {
        this(1e-5, Integer.MAX_VALUE, 0);
    }

    /** This check with another h. */
    public GradientCheck withStep(double h) {
        return new GradientCheck(h, perVariable, seed);
    }

    /** This check of at most so many random elements of each variable. */
    public GradientCheck withAtMost(int elements) {
        return new GradientCheck(step, elements, seed);
    }

    /**
     * Checks the gradients by variables: parameters, or tensors made outside any training scope. Their values are the same
     * afterwards; gradients that parameters had collected are forgotten. State and frozen parameters are left out.
     *
     * @param loss computes a loss of one element from the variables, each time the same from the same values
     */
    public GradientReport run(Map<String, ? extends Tensor> variables, Supplier<Tensor> loss) {
        Map<String, Tensor> checked = new LinkedHashMap<>();
        variables.forEach((name, variable) -> {
            if (!(variable instanceof Parameter parameter) || parameter.learns() && !parameter.isFrozen()) {
                checked.put(name, variable);
            }
        });
        if (checked.isEmpty()) {
            throw new IllegalArgumentException("gradient check: there is no variable that learns");
        }
        Map<String, double[]> gradients = analytic(checked, loss);
        List<GradientReport.Row> rows = new ArrayList<>();
        int stream = 0;
        for (Map.Entry<String, Tensor> variable : checked.entrySet()) {
            int[] elements = elements(variable.getValue().shape().elements(), stream++);
            double[] all = Objects.requireNonNull(gradients.get(variable.getKey()));
            double[] analytic = Arrays.stream(elements).mapToDouble(i -> all[i]).toArray();
            rows.add(GradientReport.Row.of(variable.getKey(), analytic, numeric(variable.getValue(), elements, loss)));
        }
        return new GradientReport(rows);
    }

    private int[] elements(int count, int stream) {
        int[] order = new RandomStream(seed, stream, 0).permutation(count);
        int[] drawn = Arrays.copyOf(order, Math.min(count, perVariable));
        Arrays.sort(drawn);
        return drawn;
    }

    private static Map<String, double[]> analytic(Map<String, Tensor> variables, Supplier<Tensor> loss) {
        variables.values().forEach(variable -> variable.slot().clear());
        Map<String, double[]> gradients = new LinkedHashMap<>();
        Device device = variables.values().iterator().next().device();
        try (Scope _ = device.training()) {
            variables.values().stream().filter(v -> !(v instanceof Parameter)).forEach(Tensor::requireGradient);
            loss.get().backward();
            variables.forEach((name, variable) -> {
                boolean reached = variable.slot().value() != null;
                gradients.put(name,
                        reached ? variable.gradient().toDoubles() : new double[variable.shape().elements()]);
            });
        }
        variables.values().forEach(variable -> variable.slot().clear());
        return gradients;
    }

    private double[] numeric(Tensor variable, int[] elements, Supplier<Tensor> loss) {
        Ops ops = variable.device().ops();
        double[] values = variable.toDoubles();
        double[] differences = new double[elements.length];
        double[] moved = new double[1];
        for (int k = 0; k < elements.length; k++) {
            double w = values[elements[k]];
            Buffer element = variable.buffer().slice(elements[k], 1);
            moved[0] = w + step;
            ops.upload(moved, element);
            double above = valueOf(loss, variable.device());
            moved[0] = w - step;
            ops.upload(moved, element);
            double below = valueOf(loss, variable.device());
            moved[0] = w;
            ops.upload(moved, element);
            differences[k] = (above - below) / ((w + step) - (w - step));
        }
        return differences;
    }

    private static double valueOf(Supplier<Tensor> loss, Device device) {
        try (Scope _ = device.noGrad()) {
            return loss.get().item();
        }
    }
}
