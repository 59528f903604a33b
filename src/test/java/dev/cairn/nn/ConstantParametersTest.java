package dev.cairn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Recording;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Weights large enough that the CPU keeps a copy in another order. */
class ConstantParametersTest {
    private static final int IN = 1100;
    private static final int OUT = 1000;
    private static final int ROWS = 3;

    private final Device device = Device.open(Backend.CPU);
    private final Layer model = new Dense(IN, OUT, Initializers.glorotUniform(), false);
    private final Tensor x = device.tensor(Shape.of(ROWS, IN), samples());

    @AfterEach
    void close() {
        device.close();
    }

    private static float[] samples() {
        float[] samples = new float[ROWS * IN];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 7 / 7f - 0.4f;
        }
        return samples;
    }

    private float[] outputs() {
        try (Scope _ = device.scope()) {
            return model.forward(x, Mode.EVAL).toArray();
        }
    }

    @Test
    void outputsAreTheSame() {
        Parameters parameters = model.initialize(device, 1);
        float[] before = outputs();
        parameters.makeConstant();
        for (int repeat = 0; repeat < 2; repeat++) {
            assertThat(outputs()).containsExactly(before, within(1e-5f));
        }
    }

    /** The memory of one model is that of a later one. */
    @Test
    void aModelThatIsInitializedAnewHasWeightsOfItsOwn() {
        model.initialize(device, 1).all().fill(1);
        float[] sums = outputs();
        for (int value = 1; value < 6; value++) {
            model.initialize(device, 1).all().fill(value);
            model.parameters().makeConstant();
            float[] outputs = outputs();
            for (int i = 0; i < sums.length; i++) {
                assertThat(outputs[i]).isCloseTo(value * sums[i], within(1e-3f));
            }
        }
    }

    @Test
    void theSameElementsAsAMatrixOfAnotherShapeAreMultipliedAsSuch() {
        Parameters parameters = model.initialize(device, 1);
        Parameter weight = parameters.get("weight");
        try (Scope _ = device.scope()) {
            Tensor samples = device.tensor(Shape.of(2, OUT), new float[2 * OUT]).fill(1);
            float[] before = samples.matmul(weight.reshape(OUT, IN)).toArray();
            parameters.makeConstant();
            outputs();
            assertThat(samples.matmul(weight.reshape(OUT, IN)).toArray()).containsExactly(before, within(1e-4f));
        }
    }

    @Test
    void aRecordingThatWritesToThemIsReplayedNoMore() {
        Parameters parameters = model.initialize(device, 1);
        Parameter weight = parameters.get("weight");
        Recording recording = device.record(() -> weight.fill(0));
        recording.replay();
        assertThat(outputs()).containsOnly(0);
        parameters.makeConstant();
        assertThat(recording.whyNot()).hasValueSatisfying(reason -> assertThat(reason).contains("made constant"));
        assertThatIllegalStateException().isThrownBy(recording::replay)
                .withMessageContaining("initialize the model anew");
    }

    @Test
    void runningFiguresOfBatchNormalisationAreConstantToo() {
        Layer norm = new BatchNorm(4);
        norm.initialize(device, 1).makeConstant();
        try (Scope _ = device.scope()) {
            Tensor samples = device.tensor(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(norm.forward(samples, Mode.EVAL).toArray()).hasSize(8);
            assertThatIllegalStateException().isThrownBy(() -> norm.forward(samples, Mode.TRAIN))
                    .withMessageContaining("running_mean").withMessageContaining("made constant");
        }
    }
}
