package dev.cairn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
    private final Device device = Device.open(Backend.REFERENCE);
    private final Tensor prediction = device.tensor(Shape.of(2, 2), 1, 2, 3, 5);
    private final Tensor target = device.tensor(Shape.of(2, 2), 1, 0, 2, 8);
    private final Tensor labels = device.labels(1, 0);

    @AfterEach
    void close() {
        device.close();
    }

    private static void assertLoss(Tensor loss, double expected) {
        assertThat(loss.shape()).isEqualTo(Shape.of(1));
        assertThat(loss.item()).isCloseTo(expected, within(1e-7));
    }

    @Test
    void pointwiseLossesOfNumbers() {
        assertLoss(new MeanSquaredError().apply(prediction, target), (0 + 4 + 1 + 9) / 4.0);
        assertLoss(new SumOfSquares().apply(prediction, target), (0 + 4 + 1 + 9) / 2.0);
        assertLoss(new MeanAbsoluteError().apply(prediction, target), (0 + 2 + 1 + 3) / 4.0);
        assertLoss(new Huber().apply(prediction, target), (0 + 1.5 + 0.5 + 2.5) / 4);
        assertLoss(new Huber(2).apply(prediction, target), (0 + 2 + 0.5 + 4) / 4);
    }

    @Test
    void labelsBecomeOneHotRows() {
        assertLoss(new MeanSquaredError().apply(prediction, labels), (1 + 1 + 4 + 25) / 4.0);
        assertLoss(new SumOfSquares().apply(prediction, labels), (1 + 1 + 4 + 25) / 2.0);
    }

    @Test
    void oneOutputTakesLabelsAndNumbersAsTheyAre() {
        Tensor logits = device.tensor(Shape.of(2, 1), 0, (float) Math.log(3));
        double expected = (Math.log(2) + Math.log(4)) / 2;
        assertLoss(new BinaryCrossEntropy().apply(logits, labels), expected);
        assertLoss(new BinaryCrossEntropy().apply(logits, device.tensor(Shape.of(2), 1, 0)), expected);
        assertLoss(new BinaryCrossEntropy(3).apply(logits, labels), (3 * Math.log(2) + Math.log(4)) / 2);
        assertLoss(new MeanSquaredError().apply(device.tensor(Shape.of(2, 1), 1, 2), labels), (0 + 4) / 2.0);
    }

    @Test
    void crossEntropyOfLabelsAndProbabilities() {
        Tensor logits = device.tensor(Shape.of(2, 2), 0, 0, 0, (float) Math.log(3));
        double loss = (Math.log(2) + Math.log(4)) / 2;
        assertLoss(new SoftmaxCrossEntropy().apply(logits, labels), loss);
        assertLoss(new SoftmaxCrossEntropy().apply(logits, device.tensor(Shape.of(2, 2), 0, 1, 1, 0)), loss);
        assertLoss(new SoftmaxCrossEntropy().classWeights(1, 3).apply(logits, labels),
                (3 * Math.log(2) + Math.log(4)) / 4);
        double smooth = 0.95 * Math.log(4) + 0.05 * Math.log(4 / 3.0);
        assertLoss(new SoftmaxCrossEntropy().labelSmoothing(0.1).apply(logits, labels), (Math.log(2) + smooth) / 2);
    }

    @Test
    void anyFiniteLogitsGiveAFiniteLossAndGradient() {
        Tensor logits = device.tensor(Shape.of(2, 2), 1e38f, -1e38f, -1e38f, 1e38f);
        for (Loss loss : new Loss[] {new SoftmaxCrossEntropy(), new BinaryCrossEntropy()}) {
            try (Scope _ = device.training()) {
                logits.requireGradient();
                Tensor value = loss.apply(logits, labels);
                value.backward();
                assertThat(value.item()).isFinite();
                assertThat(logits.gradient().toDoubles()).doesNotContain(Double.NaN);
            }
        }
    }

    @Test
    void constantsAreCopiedToADeviceOnce() {
        Loss loss = new SoftmaxCrossEntropy().classWeights(1, 3);
        loss.apply(prediction, labels);
        int live = device.memory().liveTensors();
        try (Scope _ = device.scope()) {
            loss.apply(prediction, labels);
        }
        assertThat(device.memory().liveTensors()).isEqualTo(live);
        try (Device other = Device.open(Backend.REFERENCE)) {
            Tensor elsewhere = other.tensor(Shape.of(2, 2), 1, 2, 3, 5);
            assertThat(loss.apply(elsewhere, other.labels(1, 0)).item())
                    .isEqualTo(loss.apply(prediction, labels).item());
        }
    }

    @Test
    void aLambdaIsALossWithAGradient() {
        Loss cubed = (p, t) -> {
            Tensor distance = p.subtract(t).abs();
            return distance.square().multiply(distance).mean();
        };
        try (Scope _ = device.training()) {
            prediction.requireGradient();
            Tensor loss = cubed.apply(prediction, target);
            assertLoss(loss, (0 + 8 + 1 + 27) / 4.0);
            loss.backward();
            assertThat(prediction.gradient().toDoubles()).containsExactly(0, 3, 0.75, -6.75);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax-cross-entropy", "softmax-cross-entropy:0.1", "binary-cross-entropy",
        "binary-cross-entropy:3.0", "mse", "sum-of-squares", "mae", "huber", "huber:2.0"})
    void namesAreReadAsTheyAreSaid(String name) {
        assertThat(Losses.named(name)).hasToString(name);
    }

    @Test
    void everyNameIsKnownAndOthersAreRefused() {
        assertThat(Losses.names()).allSatisfy(name -> assertThat(Losses.named(name)).hasToString(name));
        for (String wrong : new String[] {"hinge", "mse:2", "huber:x"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Losses.named(wrong))
                    .withMessageStartingWith("no loss is named " + wrong + "; ")
                    .withMessageContaining("there are softmax-cross-entropy, ");
        }
    }

    @Test
    void aMistypedNameIsSuggested() {
        assertThatIllegalArgumentException().isThrownBy(() -> Losses.named("hubre"))
                .withMessageContaining("did you mean huber? ");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Huber(0))
                .withMessage("Huber: delta 0.0 must be above 0 and finite");
        assertThatIllegalArgumentException().isThrownBy(() -> new BinaryCrossEntropy(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SoftmaxCrossEntropy().labelSmoothing(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SoftmaxCrossEntropy().classWeights(1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SoftmaxCrossEntropy().classWeights(1, 2, 3).apply(prediction, labels))
                .withMessageContaining("logits [2, 2] need class weights [2], got [3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MeanSquaredError().apply(prediction, device.zeros(Shape.of(2, 3))))
                .withMessageContaining("[2, 2]").withMessageContaining("[2, 3]");
    }
}
