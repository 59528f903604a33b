package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
