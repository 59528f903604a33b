package dev.cairn.backend.cpu;

/**
 * The largest piece of a product that one native call computes, where the whole would keep the garbage collector waiting. How
 * long the sums of a piece are does not depend on m and n, so that a block of C has the bits of the whole.
 */
record Piece(int m, int n, int k) {
    /** Pieces of so many rows and columns are as fast as larger ones. */
    private static final int WIDE = 256;
    /** Cuts fall between the register tiles of every instruction set. */
    private static final int ALIGNMENT = 48;

    /** @param maxMultiplyAdds at least the cube of 48, where cuts end */
    static Piece of(int m, int n, int k, long maxMultiplyAdds) {
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
        return (length / 2 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
