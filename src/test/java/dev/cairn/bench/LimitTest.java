package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.Profile;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a step is compared with, by hand for 4-3-2 and a batch of 5. */
class LimitTest {
    private static final DenseNet NET = DenseNet.parse("4-3-2");
    private static final Case TRAIN = new Case(Backend.CPU, Work.TRAIN, NET, 5, DeviceOptions.defaults(), true);
    private static final Case INFER = new Case(Backend.CPU, Work.INFER, NET, 5, DeviceOptions.defaults(), true);

    @Test
    void aProductIsTwoOperationsAnElementAndTheFirstLayerNeedsNoInputGradient() {
        assertThat(Products.operations(INFER)).isEqualTo(2 * 5 * (4 * 3 + 3 * 2));
        assertThat(Products.operations(TRAIN)).isEqualTo(2 * 5 * (2 * 4 * 3 + 3 * 3 * 2));
    }

    @Test
    void theFewestBytesAreThoseOfThePassesThatNoFusionSpares() {
        assertThat(NET.parameters()).isEqualTo(4 * 3 + 3 + 3 * 2 + 2);
        assertThat(Traffic.elements(INFER)).isEqualTo(2 * 5 * (3 + 2));
        assertThat(Traffic.elements(TRAIN)).isEqualTo(5 * 5 * 3 + 2 * 5 * 2 + 5 * 23);
    }

    /** Three times: y = x w and dw = x' dy for two layers, dx = dy w' for one. */
    @Test
    void theLeastOfAStepIsItsProductsAndOneCopy() {
        try (Device device = Device.require(Backend.CPU)) {
            for (Repeatable way : LeastStep.ways(device, TRAIN)) {
                way.run(2); // as it is written, and recorded
                Map<String, Long> calls = device.profile(() -> way.run(3)).operations().stream()
                        .collect(Collectors.groupingBy(each -> each.name().split(" ")[0],
                                Collectors.summingLong(Profile.Operation::calls)));
                assertThat(calls).containsEntry("gemm", 15L).containsAnyOf(Map.entry("affine", 3L),
                        Map.entry("copy", 3L));
            }
        }
    }

    @Test
    void netsAreWidths() {
        assertThat(DenseNet.known()).extracting(DenseNet::usualBatch).containsExactly(20, 128, 128, 128, 100, 512);
        assertThat(DenseNet.parse("1024-512-256-10").withHidden(7)).hasToString("1024-7-7-10");
        assertThat(NET.model()).hasToString("Sequential(Dense(4, 3), Relu, Dense(3, 2))");
        assertThatThrownBy(() -> DenseNet.parse("4-x")).hasMessage("net '4-x': must be widths as in 784-128-10");
        assertThatThrownBy(() -> DenseNet.parse("4-0")).hasMessageContaining("two or more widths of at least 1");
        assertThatThrownBy(() -> DenseNet.parse("4")).hasMessageContaining("two or more widths of at least 1");
    }

    @Test
    void aTimingIsTheMedianAndTheQuartiles() {
        assertThat(Timing.of(new double[] {5, 1, 4, 2, 3})).isEqualTo(new Timing(3, 2, 4, 5));
        assertThat(Timing.of(new double[] {2, 1})).isEqualTo(new Timing(1.5, 1.25, 1.75, 2));
    }
}
