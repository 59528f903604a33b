package dev.cairn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final Shape TWO_BY_TWO = Shape.of(2, 2);

    private final Device device = Device.open(Backend.REFERENCE);

    @AfterEach
    void close() {
        device.close();
    }

    private double[] forward(Layer layer, Mode mode, float... x) {
        return layer.forward(device.tensor(TWO_BY_TWO, x), mode).toDoubles();
    }

    private static void assertClose(double[] actual, double... expected) {
        assertThat(actual).containsExactly(expected, within(1e-9));
    }

    @Test
    void activationsFollowTheirFormulas() {
        assertClose(forward(new Identity(), Mode.EVAL, -1, 0, 1, 2), -1, 0, 1, 2);
        assertClose(forward(new Relu(), Mode.EVAL, -1, 0, 1, 2), 0, 0, 1, 2);
        assertClose(forward(new LeakyRelu(), Mode.EVAL, -1, 0, 1, 2), -0.01, 0, 1, 2);
        assertClose(forward(new LeakyRelu(0.5), Mode.EVAL, -1, 0, 1, 2), -0.5, 0, 1, 2);
        assertClose(forward(new Sigmoid(), Mode.EVAL, -1, 0, 1, 2), 0.2689414214, 0.5, 0.7310585786, 0.8807970780);
        assertClose(forward(new Tanh(), Mode.EVAL, -1, 0, 1, 2), -0.7615941560, 0, 0.7615941560, 0.9640275801);
        assertClose(forward(new ScaledTanh(), Mode.EVAL, 0, 0, 1.5f, -1.5f), 0, 0, 1.7159 * 0.7615941559558,
                -1.7159 * 0.7615941559558);
        assertClose(forward(new Gelu(), Mode.EVAL, -1, 0, 1, 2), -0.1586552539, 0, 0.8413447461, 1.9544997361);
    }

    @Test
    void softmaxGivesProbabilitiesForEachRow() {
        assertClose(forward(new Softmax(), Mode.EVAL, 0, 0, 0, 1), 0.5, 0.5, 0.2689414214, 0.7310585786);
    }

    @Test
    void denseAddsTheProductAndTheBias() {
        Dense dense = new Dense(2, 2);
        Parameters parameters = dense.initialize(device, 1);
        parameters.get("weight").set(1, 2, 3, 4);
        parameters.get("bias").set(10, 20);
        assertClose(forward(dense, Mode.EVAL, 1, 0, 1, 1), 11, 22, 14, 26);
        Dense unbiased = new Dense(2, 2, Initializers.constant(1), false);
        assertThat(unbiased.initialize(device, 1).byName()).containsOnlyKeys("weight");
        assertClose(forward(unbiased, Mode.EVAL, 1, 0, 1, 1), 1, 1, 2, 2);
    }

    @Test
    void dropoutRescalesWhatItKeepsAndDoesNothingInEvaluation() {
        Dropout dropout = new Dropout(0.25);
        dropout.initialize(device, 3);
        Tensor ones = device.full(Shape.of(100, 100), 1);
        assertThat(dropout.forward(ones, Mode.EVAL)).isSameAs(ones);
        assertThat(new Dropout(0).forward(ones, Mode.TRAIN)).isSameAs(ones);
        double[] kept = dropout.forward(ones, Mode.TRAIN).toDoubles();
        assertThat(kept).containsOnly(0, 1 / 0.75);
        assertThat(ones.shape().elements() - Arrays.stream(kept).filter(v -> v > 0).count())
                .isBetween(2300L, 2700L);
    }

    @Test
    void dropoutDrawsAnewForEachCallAndStepAndTheSameAgainFromTheSameSeed() {
        Dropout dropout = new Dropout(0.5);
        Tensor ones = device.full(Shape.of(10, 10), 1);
        Parameters parameters = dropout.initialize(device, 3);
        double[] first = dropout.forward(ones, Mode.TRAIN).toDoubles();
        double[] second = dropout.forward(ones, Mode.TRAIN).toDoubles();
        parameters.advance();
        double[] next = dropout.forward(ones, Mode.TRAIN).toDoubles();
        assertThat(second).isNotEqualTo(first);
        assertThat(next).isNotEqualTo(first).isNotEqualTo(second);
        dropout.initialize(device, 3);
        assertThat(dropout.forward(ones, Mode.TRAIN).toDoubles()).isEqualTo(first);
    }

    @Test
    void batchNormTakesTheBatchInTrainingAndTheRunningFiguresInEvaluation() {
        BatchNorm norm = new BatchNorm(2);
        Parameters parameters = norm.initialize(device, 1);
        assertThat(parameters.byName()).containsOnlyKeys("weight", "bias", "running_mean", "running_var");
        parameters.get("weight").set(2, 1);
        parameters.get("bias").set(0, 5);
        double unit = 1 / Math.sqrt(1 + 1e-5);
        assertClose(forward(norm, Mode.TRAIN, 1, 10, 3, 10), -2 * unit, 5, 2 * unit, 5);
        assertClose(parameters.get("running_mean").toDoubles(), 0.2, 1);
        assertClose(parameters.get("running_var").toDoubles(), 0.9 + 0.1 * 2, 0.9);
        assertClose(forward(norm, Mode.EVAL, 0.2f, 1, 1.2f, 2), 2 * (0.2f - 0.2) / Math.sqrt(1.1 + 1e-5), 5,
                2 * (1.2f - 0.2) / Math.sqrt(1.1 + 1e-5), 5 + 1 / Math.sqrt(0.9 + 1e-5));
    }

    @Test
    void inputMeanIsSubtractedAndNeverLearns() {
        InputMean mean = new InputMean(Shape.of(2), 1, 2);
        Parameters parameters = mean.initialize(device, 1);
        assertClose(forward(mean, Mode.TRAIN, 1, 2, 3, 4), 0, 0, 2, 2);
        assertThat(parameters.get("mean").learns()).isFalse();
        mean.set(3, 4);
        assertClose(forward(mean, Mode.EVAL, 1, 2, 3, 4), -2, -2, 0, 0);
    }

    @Test
    void inputMeanFitsImages() {
        InputMean mean = new InputMean(1, 2, 2);
        mean.initialize(device, 1);
        mean.set(1, 2, 3, 4);
        Tensor images = device.full(Shape.of(3, 1, 2, 2), 5);
        assertThat(mean.forward(images, Mode.EVAL).toDoubles()).startsWith(4, 3, 2, 1, 4);
    }

    @Test
    void flattenKeepsTheOrder() {
        Tensor flat = new Flatten().forward(device.tensor(Shape.of(1, 2, 2), 1, 2, 3, 4), Mode.EVAL);
        assertThat(flat.shape()).isEqualTo(Shape.of(1, 4));
        assertClose(flat.toDoubles(), 1, 2, 3, 4);
    }

    @Test
    void sequentialComputesDenseAndActivationAsTheyWouldAlone() {
        for (Activation activation : new Activation[] {new Identity(), new Relu(), new Sigmoid(), new Gelu()}) {
            Dense dense = new Dense(2, 2);
            Sequential both = new Sequential(dense, activation);
            both.initialize(device, 5);
            Tensor x = device.tensor(TWO_BY_TWO, 1, -2, 3, 4);
            assertClose(both.forward(x, Mode.EVAL).toDoubles(),
                    activation.forward(dense.forward(x, Mode.EVAL), Mode.EVAL).toDoubles());
        }
    }

    @Test
    void nestedParametersAreNamedByPath() {
        Sequential model = new Sequential(new Sequential(new Dense(3, 2), new Tanh()), new BatchNorm(2));
        assertThat(model.initialize(device, 1).byName()).containsOnlyKeys("0.0.weight", "0.0.bias", "1.weight",
                "1.bias", "1.running_mean", "1.running_var");
    }

    @Test
    void aReshapedParameterStillLearns() {
        Layer outer = new Layer() {
            private final Parameter gain = parameter("gain", Shape.of(2, 1), Initializers.constant(2));

            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return x.multiply(gain.reshape(2));
            }
        };
        Parameters parameters = outer.initialize(device, 1);
        try (Scope _ = device.training()) {
            outer.forward(device.tensor(TWO_BY_TWO, 1, 2, 3, 4), Mode.TRAIN).sum().backward();
            assertClose(parameters.get("gain").gradient().toDoubles(), 4, 6);
        }
    }

    @Test
    void frozenParametersCostNoGradient() {
        Sequential model = new Sequential(new Dense(2, 3), new Tanh(), new Dense(3, 2));
        Parameters parameters = model.initialize(device, 1);
        model.children().getFirst().freeze();
        try (Scope _ = device.training()) {
            Tensor x = device.tensor(TWO_BY_TWO, 1, 2, 3, 4);
            Tensor hidden = model.children().getFirst().forward(x, Mode.TRAIN);
            assertThat(hidden.needsGradient()).isFalse();
            model.forward(x, Mode.TRAIN).sum().backward();
            assertThat(parameters.get("0.weight").slot().value()).isNull();
            assertThat(parameters.get("2.weight").slot().value()).isNotNull();
        }
    }

    @Test
    void sizesAndRatesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dense(0, 3))
                .withMessage("Dense: 0 to 3 features; both must be at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(1))
                .withMessage("Dropout: rate 1.0 must be at least 0 and below 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new LeakyRelu(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchNorm(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchNorm(3, 0, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchNorm(3, 1e-5, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sequential())
                .withMessage("Sequential: needs at least one layer");
        assertThatIllegalArgumentException().isThrownBy(() -> new InputMean(Shape.of(3), 1, 2))
                .withMessage("InputMean: samples of shape [3] have 3 elements, but the mean has 2");
    }
}
