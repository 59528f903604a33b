package dev.cairn.backend.cpu;

/**
 * A copy of a right factor B[k,n] in the order in which the tiles of {@link VectorGemm} read it, for products by a B that does not
 * change: to pack it takes as long as to multiply it by ten rows. Rows of C have the bits that {@link VectorGemm} gives them.
 */
final class PackedFactor {
    /** From so many elements on, 4 MiB, reading B in another order than its own takes long. */
    private static final long LARGE = 1 << 20;
    private static final int AVX_512 = 16;
    private static final int WIDTH = VectorGemm.TILE_COLUMNS;

    private final int n;
    private final int k;
    private final int whole;
    private final int stepsOfBlock;
    private final float[] panels;
    /** The columns beyond whole panels, with room for a vector that begins in the last row. */
    private final float[] rest;

    /** Packs the columns of B, whose rows lie one behind the other. */
    PackedFactor(int n, int k, float[] b, int offset) {
        this.n = n;
        this.k = k;
        whole = n / WIDTH * WIDTH;
        stepsOfBlock = VectorGemm.stepsOfBlock(k);
        panels = new float[(k + stepsOfBlock - 1) / stepsOfBlock * Panels.panelsLength(whole, stepsOfBlock)];
        for (int p = 0; p < k; p += stepsOfBlock) {
            Panels.packPanels(false, whole, Math.min(stepsOfBlock, k - p), b, offset + p * n, n, panels, block(p));
        }
        int columns = n - whole;
        rest = new float[k * columns + VectorTiles.LANES];
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, offset + p * n + whole, rest, p * columns, columns);
        }
    }

    /** Whether products of m rows are faster this way, as measured with AVX-512 alone. */
    static boolean pays(int m, int n, int k) {
        return m > 1 && n >= 2 * WIDTH && (long) n * k >= LARGE && VectorTiles.LANES == AVX_512;
    }

    /** Whether it is packed as B[k,n]. */
    boolean isOf(int n, int k) {
        return this.n == n && this.k == k;
    }

    private int block(int p) {
        return p / stepsOfBlock * Panels.panelsLength(whole, stepsOfBlock);
    }

    /** Into how many parts the columns of C can be cut. */
    int parts() {
        return (n + WIDTH - 1) / WIDTH;
    }

    /** The parts from {@code first} to {@code end - 1} of C[m,n] = A[m,k] B. */
    void multiply(int first, int end, int m, float[] a, int aOffset, float[] c, int cOffset) {
        int from = first * WIDTH;
        int columns = Math.min(whole, end * WIDTH) - from;
        for (int p = 0; p < k && columns > 0; p += stepsOfBlock) {
            int steps = Math.min(stepsOfBlock, k - p);
            int panel = Panels.panelDistance(steps);
            VectorGemm.blocksOfA(false, m, columns, steps, a, aOffset + p, k, panels, block(p) + first * panel, panel,
                    WIDTH, p > 0, c, cOffset + from, n);
        }
        if (end * WIDTH > n) {
            VectorColumns.gemm(false, false, m, n - whole, k, a, aOffset, k, rest, 0, n - whole, false, c,
                    cOffset + whole, n);
        }
    }
}
