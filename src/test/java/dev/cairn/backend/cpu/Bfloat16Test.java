package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16Test {
    /** As bits: what lies exactly between two goes to the even one, and what is too large becomes infinite. */
    @ParameterizedTest
    @CsvSource({"00000000, 0000", "80000000, 8000", "3f800000, 3f80", "3f808000, 3f80", "3f808001, 3f81",
        "3f818000, 3f82", "3f817fff, 3f81", "bf808001, bf81", "00008001, 0001", "7f7fffff, 7f80", "ff800000, ff80"})
    void roundsToNearestEven(String bits, String expected) {
        short rounded = Bfloat16.of(Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16)));
        assertThat(rounded).isEqualTo((short) Integer.parseInt(expected, 16));
    }

    @ParameterizedTest
    @CsvSource({"7fffffff", "7f800001", "ff800001", "ffffffff"})
    void everyNaNStaysNaN(String bits) {
        float nan = Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
        assertThat(Float.intBitsToFloat(Bfloat16.of(nan) << 16)).isNaN();
    }

    /** At odd places, bits of every kind. */
    @Test
    void manyAreRoundedLikeSingleNumbers() {
        int n = 5000;
        float[] source = new float[n + 3];
        for (int i = 0; i < source.length; i++) {
            source[i] = Float.intBitsToFloat(i * 0x9E3779B9);
        }
        source[5] = Float.intBitsToFloat(0x7F800001);
        source[6] = Float.POSITIVE_INFINITY;
        source[7] = Float.intBitsToFloat(0x3F808000);
        source[8] = Float.intBitsToFloat(0x3F818000);
        for (int length : new int[] {0, 1, 31, 71, n}) {
            short[] target = new short[n + 8];
            Bfloat16.round(source, 3, target, 5, length);
            for (int i = 0; i < length; i++) {
                assertThat(target[5 + i]).as("%s", source[3 + i]).isEqualTo(Bfloat16.of(source[3 + i]));
            }
            assertThat(target[5 + length]).as("behind the last").isZero();
        }
    }
}
