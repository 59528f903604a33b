package dev.cairn.backend.cpu;

/**
 * The largest piece of a product that one native call computes. Sums of more than 1024 terms are made in parts: as fast as the
 * whole or faster, since rows and columns of a piece are then many and each number that oneDNN copies into its own order is used
 * often. Then rows and columns are cut until no call keeps the garbage collector waiting. How long the sums are does not depend on m
 * and n, so that a block of C has the bits of the whole.
 */
record Piece(int m, int n, int k) {
    /** Up to so many terms a sum is made at once. */
    private static final int LONG = 1024;
    /** The most terms of a part of a longer sum, as fast as the whole. Some sizes are not: parts of 384 took 1.4 times as long. */
    private static final int PART = 768;
    /** Cuts fall between the register tiles of every instruction set. */
    private static final int ALIGNMENT = 48;
    /** The least that a call can be limited to. */
    static final long FEWEST_MULTIPLY_ADDS = (long) ALIGNMENT * ALIGNMENT * LONG;

    /** Whether one call computes the whole product; asked first, since the compiler does not always leave out the piece. */
    static boolean isAll(int m, int n, int k, long maxMultiplyAdds) {
        return k <= LONG && (long) m * n * k <= maxMultiplyAdds;
    }

    /** @param maxMultiplyAdds at least {@link #FEWEST_MULTIPLY_ADDS}, where cuts end */
    static Piece of(int m, int n, int k, long maxMultiplyAdds) {
        if (k > LONG) {
            int parts = (k - 1) / PART + 1;
            k = aligned((k - 1) / parts + 1);
        }
        while ((long) m * n * k > maxMultiplyAdds) {
            if (m >= n) {
                m = half(m);
            } else {
                n = half(n);
            }
        }
        return new Piece(Math.max(1, m), Math.max(1, n), Math.max(1, k));
    }

    private static int half(int length) {
        return aligned(length / 2);
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
