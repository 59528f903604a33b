package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Mnist;
import dev.cairn.testing.OnSimulatedCard;
import dev.cairn.testing.RealData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Training on the simulated card is training on the other backends, but for rounding, and leaves nothing behind. */
@OnSimulatedCard
class SimulatedCardAgreesTest {
    @Test
    void aHundredStepsOnRealDigits() {
        ArrayDataset digits = Mnist.load(RealData.folder("mnist")).train().take(100 * 64);
        List<Double> reference = BackendsAgreeTest.losses(Backend.REFERENCE, digits);
        List<Double> cpu = BackendsAgreeTest.losses(Backend.CPU, digits);
        List<Double> card = BackendsAgreeTest.losses(Backend.CUDA, digits);
        assertThat(card).hasSize(100);
        assertThat(BackendsAgreeTest.mean(reference.subList(95, 100))).isLessThan(reference.getFirst() / 2);
        for (int step = 0; step < 100; step++) {
            double expected = reference.get(step);
            assertThat(card.get(step)).as("loss of step %d", step).isCloseTo(expected, within(1e-4 * expected));
            assertThat(cpu.get(step)).as("loss of step %d", step).isCloseTo(expected, within(1e-4 * expected));
        }
    }

    @Test
    void masksAndFirstWeightsAreTheSameBits() {
        assertThat(BackendsAgreeTest.masks(Backend.CUDA)).isDeepEqualTo(BackendsAgreeTest.masks(Backend.REFERENCE));
        assertThat(BackendsAgreeTest.firstWeights(Backend.CUDA))
                .isEqualTo(BackendsAgreeTest.firstWeights(Backend.REFERENCE));
    }

    @AfterEach
    void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
