package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterEach;

@OnSimulatedCard
class SimulatedCardAgreesTest extends AgreementContract {
    SimulatedCardAgreesTest() {
        super(Backend.CUDA);
    }

    @AfterEach
    void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
