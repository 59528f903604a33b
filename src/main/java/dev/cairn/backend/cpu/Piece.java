package dev.cairn.backend.cpu;

/**
 * The largest piece of a product that one native call computes, where the whole would keep the garbage collector waiting. Long sums
 * are cut first: rows and columns of a piece are then many, and each number that oneDNN copies into its own order is used often. How
 * long the sums of a piece are does not depend on m and n, so that a block of C has the bits of the whole.
 */
record Piece(int m, int n, int k) {
    /** Up to so many terms a sum is made at once. */
    private static final int LONG = 1024;
    /** The most terms of a part of a longer sum, as fast as the whole. Some sizes are not: parts of 384 took 1.4 times as long. */
    private static final int PART = 768;
    /** Rows and columns that a piece of short sums keeps. */
    private static final int WIDE = 256;
    /** Cuts fall between the register tiles of every instruction set. */
    private static final int ALIGNMENT = 48;

    /** @param maxMultiplyAdds at least the cube of 48, where cuts end */
    static Piece of(int m, int n, int k, long maxMultiplyAdds) {
        if (k > LONG) {
            int parts = (k - 1) / PART + 1;
            k = aligned((k - 1) / parts + 1);
        }
        while (k > ALIGNMENT && (long) WIDE * WIDE * k > maxMultiplyAdds) {
            k = half(k);
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
