package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Mnist;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.RealData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same seed means the same training on every backend, but for rounding. */
abstract class AgreementContract {
    private static final int BATCH = 64;

    private final Backend backend;

    AgreementContract(Backend backend) {
        this.backend = backend;
    }

    @Test
    void aHundredStepsOnRealDigitsAgree() {
        lossCurvesAgree(100, 0.5, Mnist.load(RealData.folder("mnist")).train());
    }

    @Test
    void stepsOnGeneratedHouseNumbersAgree() {
        lossCurvesAgree(30, 0.9, HouseNumbers.generate(30 * BATCH, 1).grey());
    }

    /** @param share of the first loss that the last ones are below */
    private void lossCurvesAgree(int steps, double share, ArrayDataset data) {
        List<Double> expected = losses(Backend.REFERENCE, data.take(steps * BATCH));
        List<Double> found = losses(backend, data.take(steps * BATCH));
        assertThat(found).hasSize(steps);
        assertThat(mean(expected.subList(steps - 5, steps))).as("the last losses")
                .isLessThan(share * expected.getFirst());
        for (int step = 0; step < steps; step++) {
            double right = expected.get(step);
            assertThat(found.get(step)).as("loss of step %d", step).isCloseTo(right, within(1e-4 * right));
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<Double> losses(Backend backend, ArrayDataset data) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(data.sampleShape().elements(), 64, Initializers.heNormal()),
                    new BatchNorm(64), new Relu(), new Dropout(0.2), new Dense(64, 10));
            Sgd optimizer = new Sgd(0.05, 0.9);
            optimizer.bind(model.initialize(device, 11));
            SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
            List<Double> losses = new ArrayList<>();
            try (BatchLoader batches = data.batches(BATCH).normalised(Scaling.unit().fit(data)).shuffled(5)
                    .on(device)) {
                for (Batch batch : batches) {
                    try (Scope _ = device.training()) {
                        Tensor value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                        value.backward();
                        optimizer.step();
                        losses.add(value.item());
                    }
                }
            }
            return losses;
        }
    }

    @Test
    void firstWeightsAreTheSameBits() {
        assertThat(firstWeights(backend)).isEqualTo(firstWeights(Backend.REFERENCE));
    }

    private static Map<String, List<Float>> firstWeights(Backend backend) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(33, 17, Initializers.heNormal()), new Dense(17, 9),
                    new Dense(9, 9, Initializers.truncatedNormal()), new Dense(9, 5, Initializers.uniform(0, 1)));
            Map<String, List<Float>> weights = new LinkedHashMap<>();
            for (Parameter parameter : model.initialize(device, 123456789012345L)) {
                List<Float> values = new ArrayList<>();
                for (float value : parameter.toArray()) {
                    values.add(value);
                }
                weights.put(parameter.name(), values);
            }
            return weights;
        }
    }

    @Test
    void masksAreTheSameBitsInEveryStep() {
        assertThat(masks(backend)).isDeepEqualTo(masks(Backend.REFERENCE));
    }

    private static boolean[][] masks(Backend backend) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dropout(0.3), new Dropout(0.5));
            model.initialize(device, -77);
            boolean[][] masks = new boolean[5][1001];
            for (boolean[] mask : masks) {
                float[] values = model.forward(device.full(Shape.of(7, 143), 1), Mode.TRAIN).toArray();
                for (int i = 0; i < values.length; i++) {
                    mask[i] = values[i] == 0;
                }
                model.parameters().advance();
            }
            return masks;
        }
    }
}
