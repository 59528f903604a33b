package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final Profile PROFILE = new Profile(List.of(
            new Profile.Operation("fill", "1000", 4, 50, 16_000, 0),
            new Profile.Operation("gemm NN", "10x20x30", 2, 100, 17_600, 24_000)), 200);

    @Test
    void theTableHasALineForEachOperation() {
        assertThat(PROFILE.toString().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "operation sizes calls microseconds MB GB/s GFLOP/s share",
                "gemm NN 10x20x30 2.00 100.0 0.018 0.2 0.2 50.0 %",
                "fill 1000 4.00 50.0 0.016 0.3 25.0 %",
                "between operations 50.0 25.0 %",
                "all 6.00 200.0 0.034 0.2 0.1 100.0 %");
        assertThat(PROFILE.toString().lines().map(String::length).distinct()).hasSize(1);
    }

    @Test
    void theTableOfAStep() {
        assertThat(PROFILE.table(4).lines().map(line -> line.replaceAll(" +", " "))).contains(
                "gemm NN 10x20x30 0.50 25.0 0.004 0.2 0.2 50.0 %", "between operations 12.5 25.0 %");
        assertThatThrownBy(() -> PROFILE.table(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratesAreOverTheTimeOfTheOperation() {
        assertThat(PROFILE.operations().getFirst().gigabytesPerSecond()).isCloseTo(0.176, within(1e-9));
        assertThat(PROFILE.operations().getFirst().gigaflopsPerSecond()).isCloseTo(0.24, within(1e-9));
        assertThat(PROFILE.hostMicroseconds()).isEqualTo(50);
    }
}
