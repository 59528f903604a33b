package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.Precision;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several cards: 0 and 1 are alike, 2 is too old for TF32 and BF16, 3 for Cairn. */
@OnSimulatedCard
class CardsTest {
    private static final DeviceOptions OPTIONS = DeviceOptions.defaults();

    @AfterEach
    void nothingIsLeft() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    @Test
    void devicesOnDifferentCardsComputeIndependently() {
        try (Device first = Device.require(Backend.CUDA); Device second = card(1)) {
            assertThat(second.options().deviceIndex()).isEqualTo(1);
            Tensor x = first.matrix(new float[][] {{1, 2}, {3, 4}});
            Tensor y = second.matrix(new float[][] {{2, 0}, {0, 2}});
            Tensor xx = x.matmul(x);
            Tensor yy = y.matmul(y).add(1);
            assertThat(xx.relu().toArray()).containsExactly(7, 10, 15, 22);
            assertThat(yy.toArray()).containsExactly(5, 1, 1, 5);
            assertThatThrownBy(() -> x.add(y)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFaultOnOneCardLeavesTheOtherAlone() {
        try (Device first = Device.require(Backend.CUDA); Device second = card(1)) {
            Tensor x = first.full(Shape.of(5), 3);
            Simulator.fail(Simulator.Call.FAULT, 1);
            Tensor y = second.full(Shape.of(5), 1).relu();
            assertThatThrownBy(y::toArray).isInstanceOf(DeviceException.class).hasMessageContaining("lost");
            assertThat(x.multiply(x).toArray()).containsOnly(9);
            assertThatThrownBy(() -> card(1)).isInstanceOf(DeviceException.class)
                    .hasMessageContaining("card 1 is lost");
        }
        try (Device again = card(1)) {
            assertThat(again.full(Shape.of(5), 2).toArray()).containsOnly(2);
        }
    }

    @Test
    void aCardThatIsNotThereOrTooOldIsRefusedWithAListOfThoseThatAre() {
        assertThatThrownBy(() -> card(4)).isInstanceOf(CairnException.class)
                .hasMessageStartingWith("backend CUDA is not available: there is no card 4; use another device index")
                .hasMessageContaining("card 0, simulated card, compute capability 8.0, 1024 MiB")
                .hasMessageContaining("card 2, simulated card, compute capability 7.5, 1024 MiB");
        assertThatThrownBy(() -> card(3)).isInstanceOf(CairnException.class)
                .hasMessageContaining("card 3 is too old: compute capability 7.5 is needed")
                .hasMessageContaining("card 1, simulated card, compute capability 8.0");
        try (Device device = Device.open(Backend.AUTO, OPTIONS.withDeviceIndex(3))) {
            assertThat(device.backend()).isEqualTo(Backend.CPU);
        }
    }

    @Test
    void shortFactorsNeedACardThatHasThem() {
        DeviceOptions older = OPTIONS.withDeviceIndex(2);
        try (Device device = Device.require(Backend.CUDA, older)) {
            assertThat(device.describe()).contains("7.5", "FP32");
        }
        for (Backend backend : new Backend[] {Backend.CUDA, Backend.AUTO}) {
            for (Precision precision : new Precision[] {Precision.TF32, Precision.BF16}) {
                assertThatThrownBy(() -> Device.require(backend, older.withPrecision(precision)))
                        .isInstanceOf(CairnException.class)
                        .hasMessageContaining(precision + " needs a card of compute capability 8.0")
                        .hasMessageContaining("card 2 is older");
                try (Device device = Device.require(backend, OPTIONS.withPrecision(precision))) {
                    assertThat(device.describe()).contains("cuBLAS in " + precision);
                }
            }
        }
    }

    private static Device card(int index) {
        return Device.require(Backend.CUDA, OPTIONS.withDeviceIndex(index));
    }
}
