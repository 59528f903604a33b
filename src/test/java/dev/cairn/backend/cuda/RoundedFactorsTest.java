package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.Precision;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundedFactorsTest {
    /** C[m, n] of k terms; the third is the first layer of 3072-1024-512-10 at 512 samples. */
    @ParameterizedTest
    @CsvSource({"2048, 2048, 1024, true", "8192, 8192, 8192, true", "512, 1024, 3072, false", "3072, 1536, 1024, true",
        "2048, 2040, 2048, false", "2048, 2048, 1016, false", "2052, 2052, 2048, false", "2052, 2056, 2048, false",
        "2056, 2056, 2044, false", "1, 65536, 65536, false", "46336, 46336, 46336, true"})
    void largeProductsOfAlignedRowsAreWorthIt(int m, int n, int k, boolean worth) {
        assertThat(RoundedFactors.LARGE.pays(m, n, k)).isEqualTo(worth);
        assertThat(RoundedFactors.LARGE.pays(n, m, k)).isEqualTo(worth);
        assertThat(RoundedFactors.ALWAYS.pays(m, n, k)).isTrue();
        assertThat(RoundedFactors.NEVER.pays(m, n, k)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(RoundedFactors.class)
    void thePropertyNamesThem(RoundedFactors each) {
        assertThat(RoundedFactors.of(Precision.BF16, each.name().toLowerCase(Locale.ROOT))).isEqualTo(each);
        assertThat(RoundedFactors.of(Precision.TF32, each.name())).isEqualTo(RoundedFactors.NEVER);
    }

    @Test
    void withoutThePropertyLargeProductsAreMeantAndOtherWordsAreRefused() {
        assertThat(RoundedFactors.of(Precision.BF16, null)).isEqualTo(RoundedFactors.LARGE);
        assertThatThrownBy(() -> RoundedFactors.of(Precision.BF16, "yes")).isInstanceOf(DeviceException.class)
                .hasMessage(
                        "-Dcairn.cuda.bf16=yes is not known; use never, large or always, or leave it out for large");
    }
}
