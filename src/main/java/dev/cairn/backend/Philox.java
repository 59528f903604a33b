package dev.cairn.backend;

/**
 * Counter-based random numbers, the same bits on every backend: Philox4x32-10 of Salmon et al., "Parallel Random Numbers:
 * As Easy as 1, 2, 3" (2011). Word i of a draw is lane {@code i mod 4} of the block with key = seed and counter =
 * (i / 4, stream, step low, step high), so any word can be had without those before it.
 */
public final class Philox {
    private static final long FACTOR_0 = 0xD2511F53L;
    private static final long FACTOR_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOWER = 0xFFFFFFFFL;

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
            long product0 = FACTOR_0 * (c0 & LOWER);
            long product1 = FACTOR_1 * (c2 & LOWER);
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
     * The blocks from {@code index} on, one for each element of the arrays: words 0 and 2 of block {@code index + j} become the
     * lower and the upper half of {@code even[j]}, words 1 and 3 those of {@code odd[j]}. Much faster than one {@link #block}
     * after the other: a round over all blocks compiles to vector instructions, and a pair of words in one number halves what
     * is loaded and stored between rounds.
     */
    public static void blocks(long seed, int index, int stream, int stepLow, int stepHigh, long[] even, long[] odd) {
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int j = 0; j < even.length; j++) {
            even[j] = index + (long) j & LOWER;
        }
        firstRound(pair(key0, key1) ^ pair(stream, stepHigh), FACTOR_1 * (stepLow & LOWER), even, odd);
        for (int round = 1; round < ROUNDS; round++) {
            key0 += WEYL_0;
            key1 += WEYL_1;
            round(pair(key0, key1), even, odd);
        }
    }

    private static long pair(int lower, int upper) {
        return lower & LOWER | (long) upper << 32;
    }

    /** A round in which only word 0, all of {@code even[j]}, differs between blocks: half of it is done beforehand. */
    private static void firstRound(long keyAndOdd, long product1, long[] even, long[] odd) {
        long high1 = product1 >>> 32;
        long low1 = product1 & LOWER;
        for (int j = 0; j < even.length; j++) {
            long product0 = FACTOR_0 * even[j];
            even[j] = (high1 | product0 & ~LOWER) ^ keyAndOdd;
            odd[j] = low1 | product0 << 32;
        }
    }

    private static void round(long key, long[] even, long[] odd) {
        for (int j = 0; j < even.length; j++) {
            long product0 = FACTOR_0 * (even[j] & LOWER);
            long product1 = FACTOR_1 * (even[j] >>> 32);
            even[j] = (product1 >>> 32 | product0 & ~LOWER) ^ odd[j] ^ key;
            odd[j] = product1 & LOWER | product0 << 32;
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
