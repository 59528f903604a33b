package dev.cairn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Loss;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody does wrong at some time, and the sentence that says so, on every backend alike. */
class UserMistakesTest {
    private static Layer network() {
        return new Sequential(new Dense(2, 8), new Relu(), new Dense(8, 2));
    }

    private static Tensor loss(Layer model, Device device) {
        return model.forward(device.zeros(Shape.of(3, 2)), Mode.TRAIN).sum();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void labelsBeyondTheNetworksOutputs(Backend backend) {
        try (Device device = Device.require(backend)) {
            Tensor two = device.zeros(Shape.of(2, 2));
            Tensor one = device.zeros(Shape.of(2, 1));
            Loss crossEntropy = new SoftmaxCrossEntropy();
            assertThatThrownBy(() -> crossEntropy.apply(two, device.labels(0, 7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("softmaxCrossEntropy: labels from 0 to 7 do not fit a prediction [2, 2]")
                    .hasMessageContaining("the network needs 8 outputs");
            assertThatThrownBy(() -> new MeanSquaredError().apply(two, device.labels(0, 7)))
                    .hasMessageContaining("labels from 0 to 7 do not fit a prediction [2, 2]");
            assertThatThrownBy(() -> new BinaryCrossEntropy().apply(one, device.labels(0, 2)))
                    .hasMessageContaining("labels from 0 to 2 do not fit a prediction of one column");
            assertThatThrownBy(() -> device.labels(0, -1)).hasMessageContaining("labels: -1 at 1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void whatIsGone(Backend backend) {
        Layer model = network();
        Tensor tensor;
        try (Device device = Device.require(backend)) {
            tensor = device.zeros(Shape.of(2));
            Parameter weight = model.initialize(device, 1).get("0.weight");
            model.release();
            assertThatThrownBy(weight::toArray).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("0.weight [2, 8] was released");
            model.initialize(device, 1);
        }
        assertThatThrownBy(tensor::relu).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("full [2] is gone: its Device[" + backend + "] is closed");
        assertThatThrownBy(() -> model.parameters().get("0.weight").toArray()).hasMessageContaining("is closed");
        assertThatThrownBy(() -> model.parameters().all().toArray()).hasMessageContaining("is closed");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void operandsOfTwoDevices(Backend backend) {
        try (Device device = Device.require(backend); Device other = Device.require(backend)) {
            assertThatThrownBy(() -> device.zeros(Shape.of(2)).add(other.zeros(Shape.of(2))))
                    .hasMessageContaining("on another, Device[" + backend + "]; both must be on the same device");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void modelsWithoutMemoryOrWithSharedLayers(Backend backend) {
        try (Device device = Device.require(backend)) {
            Dense shared = new Dense(2, 2);
            Layer first = new Sequential(shared, new Relu());
            Layer second = new Sequential(new Relu(), shared);
            assertThatThrownBy(() -> loss(first, device)).hasMessageContaining("weight [2, 2] has no memory yet")
                    .hasMessageContaining("model.initialize(device, seed)");
            first.initialize(device, 1);
            assertThatThrownBy(() -> second.initialize(device, 1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Dense(2, 2) is a layer of Sequential(Dense(2, 2), Relu)");
            assertThatThrownBy(shared::release).hasMessageContaining("Dense(2, 2) is a layer of Sequential");
            assertThatThrownBy(() -> shared.initialize(device, 1)).hasMessageContaining("release() that model first");
            first.release();
            second.initialize(device, 1);
            loss(second, device);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void stepsWithoutAGradient(Backend backend) {
        try (Device device = Device.require(backend)) {
            Optimizer optimizer = new Adam(0.1);
            assertThatThrownBy(optimizer::step).hasMessageContaining("adam is not bound");
            Layer model = network();
            optimizer.bind(model.initialize(device, 1));
            assertThatThrownBy(optimizer::step).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no loss has reached the parameters");
            Layer other = network();
            other.initialize(device, 1);
            try (Scope _ = device.training()) {
                loss(other, device).backward();
                assertThatThrownBy(optimizer::step).hasMessageContaining("backward() on a loss of this model");
            }
            model.initialize(device, 2);
            try (Scope _ = device.training()) {
                loss(model, device).backward();
                assertThatThrownBy(optimizer::step).hasMessageContaining("initialised again");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void samplesOfAnotherWidth(Backend backend) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new BatchNorm(2), new Dense(2, 1));
            model.initialize(device, 1);
            for (Mode mode : Mode.values()) {
                assertThatThrownBy(() -> model.forward(device.zeros(Shape.of(4, 1)), mode))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("layer 0: batchNorm: [4, 1] does not fit");
            }
            assertThatThrownBy(() -> model.forward(device.zeros(Shape.of(1, 2)), Mode.TRAIN))
                    .hasMessageContaining("train with batches of at least 2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void backwardAtTheWrongTime(Backend backend) {
        try (Device device = Device.require(backend)) {
            Layer model = network();
            model.initialize(device, 1);
            assertThatThrownBy(() -> loss(model, device).backward()).hasMessageContaining("no training scope is open");
            try (Scope _ = device.training()) {
                Tensor loss = loss(model, device);
                loss.backward();
                assertThatThrownBy(loss::backward).hasMessageContaining("it has run in this one");
            }
            try (Scope _ = device.training()) {
                assertThatThrownBy(() -> model.forward(device.zeros(Shape.of(3, 2)), Mode.TRAIN).backward())
                        .hasMessageContaining("backward: a loss has one element, this is [3, 2]");
            }
        }
    }
}
