package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterAll;

@OnSimulatedCard
class SimulatedCardRecordingTest extends RecordingContract {
    SimulatedCardRecordingTest() {
        super(Backend.CUDA);
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
