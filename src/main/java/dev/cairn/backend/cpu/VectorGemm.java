package dev.cairn.backend.cpu;

/**
 * Matrix product with the Vector API, after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
 * (2008): blocks of A and B stay in a cache, tiles of C in registers. Factors are packed where what a tile reads of them lies far
 * apart. Needs the module of {@link VectorApi}.
 */
final class VectorGemm implements StridedGemm {

    /** Steps of k in a block: the fewer blocks, the less often C is read and written. */
    private static final int BLOCK_K = 512;
    /** Rows of A in a block: with a panel of B it fits a second-level cache. */
    private static final int BLOCK_M = 64;
    /** Columns of B in a block. */
    private static final int BLOCK_N = 2048;
    /** Up to this distance between rows of B, tiles read it where it is: neither caches nor page tables suffer much. */
    private static final int MAX_DISTANCE = 400;
    /** From so many columns on, a transposed A is read so often that packing it pays. */
    private static final int MIN_COLUMNS_FOR_STRIPS = 256;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] edge = new float[VectorTiles.ROWS * VectorTiles.COLUMNS];
        final float[] lanes = new float[4 * VectorRows.LANES];
        private float[] panels = {};
        private float[] strips = {};

        float[] panels(int length) {
            if (panels.length < length) {
                panels = new float[length];
            }
            return panels;
        }

        float[] strips(int length) {
            if (strips.length < length) {
                strips = new float[length];
            }
            return strips;
        }
    }

    @Override
    public String name() {
        return "Vector API";
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int aColumn = transA ? lda : 1;
        if (SmallGemm.suits(m, n, k)) {
            SmallGemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (VectorColumns.suit(m, n)) {
            VectorColumns.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset,
                    ldc);
        } else if (m == 1 && !transB) {
            VectorRows.rowTimesMatrix(n, k, a, aOffset, aColumn, b, bOffset, ldb, accumulate, c, cOffset);
        } else if (m == 1 && aColumn == 1) {
            VectorRows.rowTimesTranspose(n, k, a, aOffset, b, bOffset, ldb, accumulate, c, cOffset,
                    WORKSPACES.get().lanes);
        } else {
            blocks(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }

    private static void blocks(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda,
            float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        boolean packB = transB || n % VectorTiles.COLUMNS != 0 || ldb > MAX_DISTANCE;
        boolean packA = transA && n >= MIN_COLUMNS_FOR_STRIPS;
        for (int j = 0; j < n; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, n - j);
            for (int p = 0; p < k; p += BLOCK_K) {
                int steps = Math.min(BLOCK_K, k - p);
                int bBlock = bOffset + (transB ? j * ldb + p : p * ldb + j);
                float[] panels = b;
                if (packB) {
                    panels = work.panels(Panels.panelsLength(columns, steps));
                    Panels.packPanels(transB, columns, steps, b, bBlock, ldb, panels);
                }
                for (int i = 0; i < m; i += BLOCK_M) {
                    int rows = Math.min(BLOCK_M, m - i);
                    int aBlock = aOffset + (transA ? p * lda + i : i * lda + p);
                    float[] strips = a;
                    if (packA) {
                        strips = work.strips(Panels.stripsLength(rows, steps));
                        Panels.packStrips(rows, steps, a, aBlock, lda, strips);
                    }
                    tiles(rows, columns, steps, strips, packA ? 0 : aBlock,
                            packA ? Panels.stripDistance(steps) : VectorTiles.ROWS * (transA ? 1 : lda),
                            packA || transA ? 1 : lda, packA ? VectorTiles.ROWS : transA ? lda : 1, panels,
                            packB ? 0 : bBlock, packB ? Panels.panelDistance(steps) : VectorTiles.COLUMNS,
                            packB ? VectorTiles.COLUMNS : ldb, work.edge, accumulate || p > 0, c,
                            cOffset + i * ldc + j, ldc);
                }
            }
        }
    }

    /**
     * @param strip distance between what a tile reads of A and the one below it
     * @param panel distance between what a tile reads of B and the one beside it
     */
    private static void tiles(int rows, int columns, int steps, float[] a, int aOffset, int strip, int aRow,
            int aColumn,
            float[] b, int bOffset, int panel, int ldb, float[] edge, boolean accumulate, float[] c, int cOffset,
            int ldc) {
        int bTile = bOffset;
        for (int j = 0; j < columns; j += VectorTiles.COLUMNS) {
            int width = Math.min(VectorTiles.COLUMNS, columns - j);
            int aTile = aOffset;
            for (int i = 0; i < rows; i += VectorTiles.ROWS) {
                int last = Math.min(VectorTiles.ROWS, rows - i) - 1;
                int target = cOffset + i * ldc + j;
                if (width == VectorTiles.COLUMNS) {
                    VectorTiles.tile(steps, a, aTile, aRow, aColumn, b, bTile, ldb, accumulate, c, target, ldc, last);
                } else {
                    VectorTiles.partOfTile(width, steps, a, aTile, aRow, aColumn, b, bTile, ldb, accumulate, c, target,
                            ldc, last, edge);
                }
                aTile += strip;
            }
            bTile += panel;
        }
    }
}
