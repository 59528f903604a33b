package dev.cairn.backend;

import java.util.Arrays;

/**
 * Counter-based random numbers, the same bits on every backend: Philox4x32-10 of Salmon et al., "Parallel Random Numbers:
 * As Easy as 1, 2, 3" (2011). Word i of a draw is lane {@code i mod 4} of the block with key = seed and counter =
 * (i / 4, stream, step low, step high), so any word can be had without those before it.
 */
public final class Philox {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {
    }

    /** Writes the four words of one block to {@code words[0..3]}. */
    public static void block(long seed, int index, int stream, int stepLow, int stepHigh, int[] words) {
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        int c0 = index;
        int c1 = stream;
        int c2 = stepLow;
        int c3 = stepHigh;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c1 = (int) product1;
            c3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /**
     * The blocks from {@code index} on, one for each element of the arrays: lane k of block {@code index + j} goes to
     * {@code lanes[k][j]}. Much faster than one {@link #block} after the other, since a round over all blocks compiles to
     * vector instructions.
     */
    public static void blocks(long seed, int index, int stream, int stepLow, int stepHigh, int[][] lanes) {
        for (int j = 0; j < lanes[0].length; j++) {
            lanes[0][j] = index + j;
        }
        Arrays.fill(lanes[1], stream);
        Arrays.fill(lanes[2], stepLow);
        Arrays.fill(lanes[3], stepHigh);
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            round(key0, key1, lanes[0], lanes[1], lanes[2], lanes[3]);
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
    }

    private static void round(int key0, int key1, int[] c0, int[] c1, int[] c2, int[] c3) {
        for (int j = 0; j < c0.length; j++) {
            long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0[j] & 0xFFFFFFFFL);
            long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2[j] & 0xFFFFFFFFL);
            c0[j] = (int) (product1 >>> 32) ^ c1[j] ^ key0;
            c2[j] = (int) (product0 >>> 32) ^ c3[j] ^ key1;
            c1[j] = (int) product1;
            c3[j] = (int) product0;
        }
    }

    /** Words 0 to n - 1 of one draw. */
    public static int[] words(long seed, int stream, long step, int n) {
        int[] words = new int[n];
        int[] block = new int[4];
        for (int i = 0; i < n; i += 4) {
            block(seed, i / 4, stream, (int) step, (int) (step >>> 32), block);
            System.arraycopy(block, 0, words, i, Math.min(4, n - i));
        }
        return words;
    }

    /** The upper 24 bits as a float in [0, 1); every value is exact. */
    public static float uniform(int word) {
        return (word >>> 8) * 0x1.0p-24f;
    }

    /**
     * The integer below which a word, read as unsigned, means "drop": {@code rate} of 2^32. Integers are compared, never
     * rounded floats, so that masks agree on every backend.
     */
    public static int dropThreshold(float rate) {
        return (int) (long) (rate * 0x1.0p32);
    }
}
