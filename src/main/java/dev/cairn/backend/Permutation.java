package dev.cairn.backend;

/**
 * A random order of 0 to n - 1, any place of which is computed without the others, so that thousands of threads find the
 * samples of a batch at once and nothing is sorted or kept: a cipher on a domain of any size, as in Black and Rogaway,
 * "Ciphers with Arbitrary Finite Domains" (2002). A number is two digits of radices whose product is barely more than n; a
 * generalised Feistel network permutes such pairs, and is applied again in the rare case that the result is not below n.
 * Mitchell, Stokes, Frank and Holmes shuffle on GPUs in this way ("Bandwidth-Optimal Random Shuffling for GPUs", 2022).
 * The round keys are the {@link Philox} words (seed, {@link Streams#SHUFFLE}, epoch); a round mixes as the end of MurmurHash3
 * does. Device twin: {@code kernels/order.cu}.
 */
public final class Permutation {
    /** Even numbers, so that both digits are back in their places. Of few samples some orders come too often otherwise. */
    private static final int ROUNDS = 8;
    private static final int ROUNDS_OF_FEW = 16;
    private static final int FEW = 64;

    private final int samples;
    private final int highRadix;
    private final int lowRadix;
    private final int[] keys;
    private final int[] block = new int[4];
    private long seed;
    private long epoch = -1;

    /** Orders of 0 to {@code samples - 1}, at least 1. */
    public Permutation(int samples) {
        this.samples = samples;
        lowRadix = lowRadix(samples);
        highRadix = Math.ceilDiv(samples, lowRadix);
        keys = new int[rounds(samples)];
    }

    /** The number of values of the low digit: the least whose square is no less than the number of samples. */
    public static int lowRadix(int samples) {
        return (int) Math.ceil(Math.sqrt(samples));
    }

    /** How often the digits are mixed, a multiple of 4. */
    public static int rounds(int samples) {
        return samples <= FEW ? ROUNDS_OF_FEW : ROUNDS;
    }

    /** Takes the order of an epoch, which is at least 0. */
    public Permutation order(long newSeed, long newEpoch) {
        if (newSeed != seed || newEpoch != epoch) {
            seed = newSeed;
            epoch = newEpoch;
            for (int i = 0; i < keys.length; i += block.length) {
                Philox.block(seed, i / block.length, Streams.SHUFFLE, (int) epoch, (int) (epoch >>> 32), block);
                System.arraycopy(block, 0, keys, i, block.length);
            }
        }
        return this;
    }

    /** The number at a place of the order. */
    public int at(int place) {
        int x = place;
        do {
            x = encipher(x);
        } while (x >= samples);
        return x;
    }

    private int encipher(int x) {
        int high = x / lowRadix;
        int low = x - high * lowRadix;
        for (int round = 0; round < keys.length; round += 2) {
            high = moved(high, low ^ keys[round], highRadix);
            low = moved(low, high ^ keys[round + 1], lowRadix);
        }
        return high * lowRadix + low;
    }

    /** A digit moved, modulo its radix, by a random distance below it; without a branch, which nobody could foresee. */
    private static int moved(int digit, int word, int radix) {
        int beyond = digit + ((mix(word) >>> 16) * radix >>> 16) - radix;
        return beyond + (beyond >> 31 & radix);
    }

    private static int mix(int x) {
        int h = (x ^ x >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
