package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The known answers that come with Random123, the authors' library: philox4x32-10. */
    @Test
    void givesTheKnownAnswers() {
        assertThat(block(0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(block(-1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(block(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static int[] block(long seed, int index, int stream, int stepLow, int stepHigh) {
        int[] words = new int[4];
        Philox.block(seed, index, stream, stepLow, stepHigh, words);
        return words;
    }

    @Test
    void blocksAreTheSameAsOneByOne() {
        long[] even = new long[37];
        long[] odd = new long[37];
        Philox.blocks(0x299f31d0_a4093822L, -5, -3, 4, -5, even, odd);
        for (int j = 0; j < 37; j++) {
            int[] words = block(0x299f31d0_a4093822L, -5 + j, -3, 4, -5);
            assertThat(new int[] {(int) even[j], (int) odd[j], (int) (even[j] >>> 32), (int) (odd[j] >>> 32)})
                    .isEqualTo(words);
        }
    }

    @Test
    void wordsAreTheLanesOfSuccessiveBlocks() {
        int[] words = Philox.words(7, 2, 9L << 32 | 8, 11);
        for (int i = 0; i < 11; i++) {
            assertThat(words[i]).isEqualTo(block(7, i / 4, 2, 8, 9)[i % 4]);
        }
    }

    @Test
    void uniformsAndThresholds() {
        assertThat(Philox.uniform(0)).isZero();
        assertThat(Philox.uniform(-1)).isLessThan(1).isEqualTo(1 - 0x1p-24f);
        assertThat(Philox.uniform(Integer.MIN_VALUE)).isEqualTo(0.5f);
        assertThat(Philox.dropThreshold(0)).isZero();
        assertThat(Philox.dropThreshold(0.5f)).isEqualTo(Integer.MIN_VALUE);
        assertThat(Integer.toUnsignedLong(Philox.dropThreshold(0.3f))).isEqualTo((long) (0.3f * 0x1p32));
    }
}
