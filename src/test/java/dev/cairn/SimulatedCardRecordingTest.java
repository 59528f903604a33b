package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.data.BatchLoader;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnSimulatedCard
class SimulatedCardRecordingTest extends RecordingContract {
    SimulatedCardRecordingTest() {
        super(Backend.CUDA);
    }

    /** Its table of segments would have to be brought to the card inside the capture. */
    @Test
    void aStepThatWasNeverDoneCannotBeRecorded() {
        try (Device device = Device.require(Backend.CUDA)) {
            Layer model = new Dense(3, 2);
            Sgd optimizer = new Sgd(0.1);
            optimizer.bind(model.initialize(device, 1));
            Tensor x = device.full(Shape.of(4, 3), 1);
            Runnable step = () -> {
                try (Scope _ = device.training()) {
                    model.forward(x, Mode.TRAIN).square().mean().backward();
                    optimizer.step();
                }
            };
            device.one();
            long used = device.memory().usedBytes();
            assertThatThrownBy(() -> device.record(step)).isInstanceOf(DeviceException.class)
                    .hasMessageContaining("do what you record once as usual before");
            assertThat(device.memory().usedBytes()).isEqualTo(used);
            step.run();
            try (Recording recording = device.record(step)) {
                recording.replay();
            }
            assertThat(model.parameters().step()).isEqualTo(2);
        }
    }

    /** A launch, a copy or an event of a replay that the driver refuses, of any of them: the same replay can be tried again. */
    @ParameterizedTest
    @CsvSource({"LAUNCH, false", "COPY, false", "LAUNCH, true", "COPY, true", "EVENT, true"})
    void aReplayThatTheDriverRefusesCountsNothing(Call call, boolean streamed) {
        Training undisturbed = new Training(streamed);
        undisturbed.steps(8);
        int refusals = 0;
        boolean refused = true;
        for (int n = 1; refused; n++) {
            Training training = new Training(streamed);
            training.step();
            try (Recording step = device().record(training::step)) {
                Simulator.fail(call, n);
                refused = replaysWithOneRefusal(training, step);
                Simulator.fail(call, 0);
            }
            refusals += refused ? 1 : 0;
            assertThat(training.parameters()).as("after the refusal of %s %d", call, n)
                    .isEqualTo(undisturbed.parameters());
            training.loader.close();
        }
        assertThat(refusals).isPositive();
    }

    /** Whether one of seven replays was refused, and then done again. */
    private static boolean replaysWithOneRefusal(Training training, Recording step) {
        boolean refused = false;
        while (training.model().parameters().step() < 8) {
            long before = training.model().parameters().step();
            try {
                step.replay();
            } catch (DeviceException e) {
                assertThat(refused).as("refused before %s", e).isFalse();
                assertThat(training.model().parameters().step()).isEqualTo(before);
                refused = true;
            }
        }
        return refused;
    }

    /** Its position may have moved on the card by then, or not. */
    @ParameterizedTest
    @CsvSource({"LAUNCH, false", "LAUNCH, true", "COPY, true", "EVENT, true"})
    void aBatchWhoseLoadingFailsHalfwayIsLoadedByTheNextCall(Call call, boolean streamed) {
        Training undisturbed = new Training(streamed);
        undisturbed.loader.load();
        float[] second = undisturbed.loader.load().x().toArray();
        int refusals = 0;
        for (int n = 1; refusals == n - 1; n++) {
            BatchLoader loader = new Training(streamed).loader;
            loader.load();
            Simulator.fail(call, n);
            try {
                loader.load();
            } catch (DeviceException e) {
                refusals++;
                Simulator.fail(call, 0);
                assertThat(loader.load().x().toArray()).as("after the refusal of %s %d", call, n)
                        .containsExactly(second);
            }
            Simulator.fail(call, 0);
            loader.close();
        }
        assertThat(refusals).isPositive();
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
