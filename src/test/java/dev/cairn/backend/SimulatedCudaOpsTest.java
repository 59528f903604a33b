package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterAll;

@OnSimulatedCard
class SimulatedCudaOpsTest extends OpsContract {
    @Override
    Ops open() {
        return new CudaOps(0, Precision.FP32);
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
