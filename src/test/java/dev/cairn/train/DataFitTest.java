package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Iris;
import dev.cairn.data.Points;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Loss;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Goal;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import org.junit.jupiter.api.Test;

/** Networks, losses and data sets that do not go together are refused before anything is computed. */
class DataFitTest {
    private static final Loss CROSS_ENTROPY = new SoftmaxCrossEntropy();

    /** Halves the number of features, but does not say so in outputShape. */
    private static final class Silent extends Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.reshape(2 * x.shape().rows(), x.shape().columns() / 2);
        }
    }

    private static Layer dense(int in, int out) {
        return new Sequential(new Dense(in, out));
    }

    private static void refused(Layer model, Loss loss, ArrayDataset data, String message) {
        assertThatThrownBy(() -> DataFit.require("fit", model, loss, data))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void theNetworkNeedsAnOutputForEveryClass() {
        ArrayDataset iris = Iris.all();
        ArrayDataset points = Points.generate(10, 10, 1).train();
        refused(dense(4, 2), CROSS_ENTROPY, iris,
                "fit: the network's output [2] does not fit data set Iris, which needs [3]: one for each class");
        refused(dense(4, 1), new MeanSquaredError(), iris, "which needs [3]");
        refused(dense(2, 1), CROSS_ENTROPY, points, "the softmax of one output is always 1");
        refused(dense(3, 3), CROSS_ENTROPY, iris, "does not take the samples of data set Iris, [4]: layer 0: Dense");
        refused(new Sequential(new Dense(4, 4), new Silent(), new Dense(2, 3)), CROSS_ENTROPY, iris,
                "if Silent changes the shape, let it override outputShape");
        assertThatCode(() -> {
            DataFit.require("fit", dense(4, 3), CROSS_ENTROPY, iris);
            DataFit.require("fit", dense(4, 5), CROSS_ENTROPY, iris);
            DataFit.require("fit", dense(2, 1), new BinaryCrossEntropy(), points);
        }).doesNotThrowAnyException();
    }

    @Test
    void theNetworkNeedsAnOutputForEveryTarget() {
        ArrayDataset data = ArrayDataset.of(new float[][] {{1, 2}, {3, 4}}, new float[][] {{1, 2, 3}, {4, 5, 6}});
        refused(dense(2, 2), new MeanSquaredError(), data, "output [2] does not fit data set data, which needs [3]");
        refused(dense(2, 1), new MeanSquaredError(), data, "[3]: one for each target");
        assertThatCode(() -> DataFit.require("fit", dense(2, 3), new MeanSquaredError(), data))
                .doesNotThrowAnyException();
    }

    @Test
    void theTrainerAsksForEverySetAndTakesNoMemoryFirst() {
        ArrayDataset points = Points.generate(10, 10, 1).train();
        try (Device device = Device.require(Backend.CPU)) {
            Layer model = dense(4, 3);
            assertThatThrownBy(() -> Trainer.of(model, CROSS_ENTROPY, new Adam(0.1)).on(device)
                    .fit(Iris.all().batches(10), points.batches(10), 1))
                    .hasMessageContaining("fit: validation: the network does not take the samples of data set points");
            assertThat(device.memory().liveTensors()).isZero();
            assertThat(model.isInitialized()).isFalse();
        }
    }

    @Test
    void stoppingByAFigureThatIsNotMeasured() {
        try (Device device = Device.require(Backend.CPU)) {
            Trainer trainer = Trainer.of(dense(4, 3), CROSS_ENTROPY, new Adam(0.1)).on(device);
            assertThatThrownBy(() -> trainer.restoreBest(true).fit(Iris.all().batches(10), 1))
                    .hasMessageContaining("restore the best model: there is no validation set");
            trainer.earlyStopping(new EarlyStopping("val_loss", Goal.MINIMIZE, 1, 0));
            assertThatThrownBy(() -> trainer.fit(Iris.all().batches(10), 1)).hasMessageContaining(
                    "early stopping: no figure is called 'val_loss', there are [train_loss, train_accuracy]");
            assertThatThrownBy(() -> trainer.recordHistory(false).fit(Iris.all().batches(10), 1))
                    .hasMessageContaining("needs the history");
        }
    }

    @Test
    void aSetMayHaveFewerClassesThanTheNetwork() {
        try (Device device = Device.require(Backend.CPU)) {
            Layer model = dense(4, 5);
            model.initialize(device, 1).get("0.bias").set(0, 0, 0, 0, 100);
            Classification result = (Classification) new Evaluator(model, CROSS_ENTROPY)
                    .evaluate(Iris.all().batches(64));
            assertThat(result.accuracy()).isZero();
            assertThat(result.confusion().classes()).endsWith("3", "4");
            assertThat(model.forward(device.zeros(Shape.of(1, 4)), Mode.EVAL).argmax().toInts()).containsExactly(4);
        }
    }
}
