package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Goal;
import dev.cairn.metrics.Regression;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Schedules;
import dev.cairn.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static Sequential network(int in, int out) {
        return new Sequential(new Dense(in, 32), new BatchNorm(32), new Relu(), new Dropout(0.2), new Dense(32, out));
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void learnsPointsInADisc(Backend backend) {
        try (Device device = Device.require(backend)) {
            TrainTest points = Points.generate(1000, 1000, 3);
            Sequential model = new Sequential(new Dense(2, 32), new Relu(), new Dense(32, 16), new Relu(),
                    new Dense(16, 1));
            History history = Trainer.of(model, new BinaryCrossEntropy(), new Adam(0.01)).on(device).seed(1)
                    .schedule(Schedules.parse("cosine"))
                    .fit(points.train().batches(50), points.test().batches(500), 30);
            assertThat(history.rows()).hasSize(30);
            assertThat(history.last("validation_accuracy")).isGreaterThan(0.97);
            assertThat(history.last("train_loss")).isLessThan(0.3 * history.rows().getFirst().value("train_loss"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void theSameSeedGivesTheSameBits(Backend backend) {
        assertThat(weightsAfterTraining(backend, 5)).isEqualTo(weightsAfterTraining(backend, 5));
        assertThat(weightsAfterTraining(backend, 5)).isNotEqualTo(weightsAfterTraining(backend, 6));
    }

    private static List<Float> weightsAfterTraining(Backend backend, long seed) {
        try (Device device = Device.require(backend)) {
            ArrayDataset data = HouseNumbers.generate(70, 1);
            Sequential model = network(3072, 10);
            Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.01, 0.9)).on(device).seed(seed)
                    .fit(data.batches(32).normalised(Scaling.unit().fit(data)), 2);
            List<Float> weights = new ArrayList<>();
            for (float value : model.parameters().all().toArray()) {
                weights.add(value);
            }
            return weights;
        }
    }

    @Test
    void nothingIsLeftOnTheDeviceButTheModel() {
        try (Device device = Device.require(Backend.CPU)) {
            TrainTest points = Points.generate(101, 50, 3);
            Sequential model = network(2, 2);
            model.initialize(device, 1);
            Adam optimizer = new Adam(0.01);
            optimizer.bind(model.parameters());
            int live = device.memory().liveTensors();
            Trainer trainer = Trainer.of(model, new SoftmaxCrossEntropy(), optimizer).restoreBest(true);
            trainer.fit(points.train().batches(20), points.test().batches(50), 2);
            assertThat(device.memory().liveTensors()).isEqualTo(live);
            long allocations = device.memory().allocations();
            trainer.fit(points.train().batches(20), points.test().batches(50), 2);
            assertThat(device.memory().allocations()).isEqualTo(allocations);
        }
    }

    @Test
    void evaluatesAsOftenAsAsked() {
        try (Device device = Device.require(Backend.CPU)) {
            TrainTest points = Points.generate(105, 50, 3);
            List<Double> epochs = new ArrayList<>();
            History history = Trainer.of(network(2, 2), new SoftmaxCrossEntropy(), new Sgd(0.1)).on(device)
                    .evaluatePerEpoch(4).watch("test", points.test().batches(50))
                    .listener(new TrainingListener() {
                        @Override
                        public void onEvaluation(History.Row row) {
                            epochs.add(row.epoch());
                        }
                    })
                    .fit(points.train().batches(10), 2);
            assertThat(epochs).hasSize(8).endsWith(2.0);
            assertThat(history.columns()).containsExactly("train_loss", "train_accuracy", "test_loss", "test_accuracy");
        }
    }

    @Test
    void evaluatesAtMostOnceAStep() {
        try (Device device = Device.require(Backend.CPU)) {
            TrainTest points = Points.generate(30, 50, 3);
            History history = Trainer.of(network(2, 2), new SoftmaxCrossEntropy(), new Sgd(0.1)).on(device)
                    .evaluatePerEpoch(10).fit(points.train().batches(10), points.test().batches(50), 2);
            assertThat(history.rows()).extracting(History.Row::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    @Test
    void stopsEarlyAndRestoresTheBest() {
        try (Device device = Device.require(Backend.CPU)) {
            TrainTest points = Points.generate(60, 300, 3);
            Layer model = network(2, 2);
            EarlyStopping rule = new EarlyStopping("validation_accuracy", Goal.MAXIMIZE, 5, 0);
            History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.02)).on(device).seed(2)
                    .earlyStopping(rule).restoreBest(true)
                    .fit(points.train().batches(20), points.test().batches(300), 500);
            assertThat(history.rows().size()).isLessThan(500);
            double best = history.best("validation_accuracy", Goal.MAXIMIZE).orElseThrow().value("validation_accuracy");
            try (var test = points.test().batches(100).on(device)) {
                Classification result = (Classification) new Evaluator(model, new SoftmaxCrossEntropy()).evaluate(test);
                assertThat(result.accuracy()).isEqualTo(best);
            }
        }
    }

    @Test
    void aLossThatDivergesIsExplained() {
        try (Device device = Device.require(Backend.CPU)) {
            TrainTest points = Points.generate(100, 50, 3);
            Sequential model = new Sequential(new Dense(2, 8), new Relu(), new Dense(8, 2));
            assertThatThrownBy(() -> Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(1e200)).on(device)
                    .fit(points.train().batches(10), 20)).isInstanceOf(CairnException.class)
                    .hasMessageContaining("training diverged: the loss is").hasMessageContaining("at step")
                    .hasMessageContaining("learning rate 1.0E200").hasMessageContaining("Lower the learning rate");
            for (Parameter parameter : model.parameters()) {
                assertThat(parameter.toArray()).isNotEmpty();
            }
        }
    }

    @Test
    void regressionLearnsALine() {
        try (Device device = Device.require(Backend.CPU)) {
            float[][] x = IntStream.range(0, 200).mapToObj(i -> new float[] {i / 200f, (i * 7 % 200) / 200f})
                    .toArray(float[][]::new);
            float[][] y = IntStream.range(0, 200).mapToObj(i -> new float[] {3 * x[i][0] - x[i][1] + 0.5f})
                    .toArray(float[][]::new);
            ArrayDataset data = ArrayDataset.of(x, y);
            Layer model = new Sequential(new Dense(2, 1));
            History history = Trainer.of(model, new MeanSquaredError(), new Adam(0.05)).on(device)
                    .fit(data.batches(20), data.batches(64), 60);
            assertThat(history.last("validation_rmse")).isLessThan(0.01);
            try (var set = data.batches(64).on(device)) {
                Regression result = (Regression) new Evaluator(model, new MeanSquaredError()).evaluate(set);
                assertThat(result.r2()).isGreaterThan(0.999);
            }
        }
    }
}
