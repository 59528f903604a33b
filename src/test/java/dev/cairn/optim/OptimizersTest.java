package dev.cairn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each optimizer against its formula, written once more as a loop over one weight. */
class OptimizersTest {
    private static final int STEPS = 5;
    private static final double FIRST = 0.5;

    private final Device device = Device.open(Backend.REFERENCE);
    private final Layer model = new Dense(1, 1, Initializers.constant(FIRST), false);

    @AfterEach
    void close() {
        device.close();
    }

    /** The gradient of the loss (w x - 1)² x at w, where x = t + 1 in step t. */
    private static double gradient(double w, int t) {
        double x = t + 1;
        return 2 * (w * x - 1) * x * x;
    }

    /** Five steps of an optimizer along {@link #gradient}. */
    private double trained(Optimizer optimizer) {
        Parameters parameters = model.initialize(device, 1);
        optimizer.bind(parameters);
        for (int t = 0; t < STEPS; t++) {
            try (Scope _ = device.training()) {
                Tensor x = device.tensor(Shape.of(1, 1), t + 1);
                model.forward(x, Mode.TRAIN).subtract(1).square().multiply(x).sum().backward();
                optimizer.step();
            }
        }
        return parameters.get("weight").item();
    }

    private static void assertWeight(double actual, double expected) {
        assertThat(actual).isNotCloseTo(FIRST, within(1e-6)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void sgd() {
        double w = FIRST;
        for (int t = 0; t < STEPS; t++) {
            w -= 0.001 * gradient(w, t);
        }
        assertWeight(trained(new Sgd(0.001)), w);
    }

    @Test
    void momentum() {
        double w = FIRST;
        double v = 0;
        for (int t = 0; t < STEPS; t++) {
            v = 0.9 * v + gradient(w, t);
            w -= 0.001 * v;
        }
        assertWeight(trained(new Sgd(0.001, 0.9)), w);
    }

    @Test
    void nesterov() {
        double w = FIRST;
        double v = 0;
        for (int t = 0; t < STEPS; t++) {
            double g = gradient(w, t);
            v = 0.9 * v + g;
            w -= 0.001 * (g + 0.9 * v);
        }
        assertWeight(trained(new Sgd(0.001, 0.9).nesterov()), w);
    }

    @Test
    void rmsProp() {
        double w = FIRST;
        double s = 0;
        for (int t = 0; t < STEPS; t++) {
            double g = gradient(w, t);
            s = 0.99 * s + 0.01 * g * g;
            w -= 0.01 * g / (Math.sqrt(s) + 1e-8);
        }
        assertWeight(trained(new RmsProp(0.01)), w);
    }

    @Test
    void adadelta() {
        double w = FIRST;
        double s = 0;
        double u = 0;
        for (int t = 0; t < STEPS; t++) {
            double g = gradient(w, t);
            s = 0.9 * s + 0.1 * g * g;
            double d = g * Math.sqrt(u + 1e-6) / Math.sqrt(s + 1e-6);
            u = 0.9 * u + 0.1 * d * d;
            w -= d;
        }
        assertWeight(trained(new Adadelta()), w);
    }

    /** Adam, or with a decay AdamW. */
    private static double adam(double rate, double decay) {
        double w = FIRST;
        double m = 0;
        double v = 0;
        for (int t = 0; t < STEPS; t++) {
            double g = gradient(w, t);
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= rate * decay * w;
            w -= rate * (m / (1 - Math.pow(0.9, t + 1))) / (Math.sqrt(v / (1 - Math.pow(0.999, t + 1))) + 1e-8);
        }
        return w;
    }

    @Test
    void adamWithoutAndWithDecoupledDecay() {
        assertWeight(trained(new Adam(0.01)), adam(0.01, 0));
        assertWeight(trained(new AdamW(0.01, 0.1)), adam(0.01, 0.1));
    }

    @Test
    void adamStartsItsCorrectionsWhereItIsBound() {
        double once = trained(new Adam(0.01));
        Parameters parameters = model.initialize(device, 1);
        parameters.advanceTo(1000);
        Optimizer late = new Adam(0.01);
        late.bind(parameters);
        for (int t = 0; t < STEPS; t++) {
            try (Scope _ = device.training()) {
                Tensor x = device.tensor(Shape.of(1, 1), t + 1);
                model.forward(x, Mode.TRAIN).subtract(1).square().multiply(x).sum().backward();
                late.step();
            }
        }
        assertThat(parameters.get("weight").item()).isEqualTo(once);
    }

    @Test
    void namesAreReadAsTheyAreSaid() {
        for (String name : Optimizers.names()) {
            double momentum = name.equals("nesterov") ? 0.9 : 0;
            Optimizer optimizer = Optimizers.named(name, Optimizers.customaryLearningRate(name), momentum);
            assertThat(optimizer).hasToString(name);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Optimizers.named("adma", 1, 0)).withMessage(
                "no optimizer is named adma; did you mean adam? there are sgd, nesterov, rmsprop, adadelta, adam, adamw");
        assertThatIllegalArgumentException().isThrownBy(() -> Optimizers.named("adam", 1, 0.9))
                .withMessage("momentum 0.9: adam has none; sgd and nesterov have");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(0))
                .withMessage("learning rate 0.0: must be above 0 and finite");
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(0.1, 1))
                .withMessage("momentum 1.0: must be at least 0 and below 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(0.1).nesterov());
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(0.1, 1, 0.9, 1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamW(0.1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RmsProp(0.1, 0.9, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Adadelta(1, 1, 1e-6));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(0.1).clipByNorm(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(0.1).clipByValue(-1));
    }
}
