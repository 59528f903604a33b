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
class BackendsAgreeTest {
    @Test
    void lossCurvesOfRealTrainingAgree() {
        ArrayDataset digits = Mnist.load(RealData.folder("mnist")).train().take(50 * 64);
        List<Double> reference = losses(Backend.REFERENCE, digits);
        List<Double> cpu = losses(Backend.CPU, digits);
        assertThat(reference).hasSize(50);
        assertThat(mean(reference.subList(45, 50))).as("the loss at least halves")
                .isLessThan(reference.getFirst() / 2);
        for (int step = 0; step < 50; step++) {
            double expected = reference.get(step);
            assertThat(cpu.get(step)).as("loss of step %d", step).isCloseTo(expected, within(1e-4 * expected));
        }
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static List<Double> losses(Backend backend, ArrayDataset digits) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(784, 64, Initializers.heNormal()), new BatchNorm(64), new Relu(),
                    new Dropout(0.2), new Dense(64, 10));
            Sgd optimizer = new Sgd(0.05, 0.9);
            optimizer.bind(model.initialize(device, 11));
            SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
            List<Double> losses = new ArrayList<>();
            try (BatchLoader batches = digits.batches(64).normalised(Scaling.unit().fit(digits)).shuffled(5)
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
        assertThat(firstWeights(Backend.CPU)).isEqualTo(firstWeights(Backend.REFERENCE));
    }

    static Map<String, List<Float>> firstWeights(Backend backend) {
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
        assertThat(masks(Backend.CPU)).isDeepEqualTo(masks(Backend.REFERENCE));
    }

    static boolean[][] masks(Backend backend) {
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
