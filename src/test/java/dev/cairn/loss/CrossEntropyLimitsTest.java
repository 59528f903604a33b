package dev.cairn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Sgd;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Logits as far apart as 1e38: cross-entropy and gradient are finite, and right, for a sample and as a mean of many. */
class CrossEntropyLimitsTest {
    private static final int CLASSES = 10;
    private static final double APART = 1e38;

    /** The largest logit is at class 1, the smallest at class 0, everything else between them. */
    private static float[] logits(int rows, double lowest) {
        float[] logits = new float[rows * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            int c = i % CLASSES;
            logits[i] = (float) (lowest + APART * (c == 1 ? 1 : c == 0 ? 0 : c / 20.0));
        }
        return logits;
    }

    /** The loss of these logits and its gradient, which both must be finite. */
    private static double loss(Device device, Loss loss, float[] logits, Tensor target, double[] gradient) {
        try (Scope _ = device.training()) {
            Tensor x = device.tensor(Shape.of(gradient.length / CLASSES, CLASSES), logits).requireGradient();
            Tensor result = loss.apply(x, target);
            double value = result.item();
            result.backward();
            System.arraycopy(x.gradient().toDoubles(), 0, gradient, 0, gradient.length);
            assertThat(value).as("loss").isFinite();
            assertThat(Arrays.stream(gradient).allMatch(Double::isFinite)).as("gradient is finite").isTrue();
            return value;
        }
    }

    @ParameterizedTest
    @CsvSource({"REFERENCE, 1", "REFERENCE, 2", "REFERENCE, 128", "REFERENCE, 1000",
        "CPU, 1", "CPU, 2", "CPU, 128", "CPU, 1000"})
    void everyRowIsAsWrongAsCanBe(Backend backend, int rows) {
        try (Device device = Device.require(backend)) {
            Tensor worst = device.labels(new int[rows]);
            double[] gradient = new double[rows * CLASSES];
            for (double lowest : new double[] {0, -APART / 2, -APART, 2e38}) {
                float[] logits = logits(rows, lowest);
                double mean = loss(device, new SoftmaxCrossEntropy(), logits, worst, gradient);
                assertThat(mean).isCloseTo(APART, withinPercentage(1e-4));
                assertThat(gradient[0]).isCloseTo(-1.0 / rows, withinPercentage(1e-4));
                assertThat(gradient[1]).isCloseTo(1.0 / rows, withinPercentage(1e-4));
                assertThat(gradient[2]).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"REFERENCE, 1", "REFERENCE, 2", "REFERENCE, 128", "REFERENCE, 1000",
        "CPU, 1", "CPU, 2", "CPU, 128", "CPU, 1000"})
    void withSmoothingWeightsAndProbabilities(Backend backend, int rows) {
        float[] weights = {2, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1, 1.1f, 1.2f, 1.3f};
        float[] certain = new float[rows * CLASSES];
        for (int i = 0; i < rows; i++) {
            certain[i * CLASSES] = 1;
        }
        float[] even = new float[rows * CLASSES];
        Arrays.fill(even, 1f / CLASSES);
        try (Device device = Device.require(backend)) {
            Tensor worst = device.labels(new int[rows]);
            Tensor probabilities = device.tensor(Shape.of(rows, CLASSES), certain);
            Tensor uniform = device.tensor(Shape.of(rows, CLASSES), even);
            float[] logits = logits(rows, -APART / 2);
            double[] gradient = new double[rows * CLASSES];
            double meanDistance = DoubleStream.iterate(2, c -> c < CLASSES, c -> c + 1).map(c -> 1 - c / 20).sum() + 1;
            double smoothed = 0.9 + 0.1 * meanDistance / CLASSES;
            SoftmaxCrossEntropy plain = new SoftmaxCrossEntropy();
            SoftmaxCrossEntropy smoothing = plain.labelSmoothing(0.1);

            assertClose(loss(device, smoothing, logits, worst, gradient), smoothed);
            assertClose(loss(device, plain.classWeights(weights), logits, worst, gradient), 1);
            loss(device, smoothing.classWeights(weights), logits, worst, gradient);
            assertClose(loss(device, plain, logits, probabilities, gradient), 1);
            assertClose(loss(device, plain, logits, uniform, gradient), meanDistance / CLASSES);
            assertClose(loss(device, plain.classWeights(weights), logits, probabilities, gradient), 2);
            assertClose(loss(device, smoothing, logits, probabilities, gradient), smoothed);
            loss(device, smoothing.classWeights(weights), logits, uniform, gradient);
        }
    }

    private static void assertClose(double loss, double expected) {
        assertThat(loss / APART).isCloseTo(expected, withinPercentage(1e-3));
    }

    /** The sum over an epoch would be beyond single precision. */
    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void theMeanOverAnEpochIsFiniteToo(Backend backend) {
        int samples = 100;
        float[][] rows = new float[samples][1];
        Arrays.fill(rows, new float[] {1});
        ArrayDataset data = ArrayDataset.of(rows, new int[samples]);
        Layer model = new Sequential(new Dense(1, 2));
        try (Device device = Device.require(backend)) {
            model.initialize(device, 1).get("0.bias").set(0, (float) APART);
            History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(1e-3))
                    .fit(data.batches(10), data.batches(50), 1);
            assertThat(history.last("train_loss")).isCloseTo(APART, withinPercentage(1e-3));
            assertThat(history.last("validation_loss")).isCloseTo(APART, withinPercentage(1e-3));
        }
    }
}
