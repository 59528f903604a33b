package dev.cairn.backend.cpu;

/**
 * Matrix product with the Vector API, after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
 * (2008): blocks of A and B stay in a cache, tiles of C in registers. B is packed into panels where its rows lie far apart. Needs the
 * module of {@link VectorApi}.
 */
final class VectorGemm implements StridedGemm {

    /** Steps of k in a block: a panel of B fits a first-level cache. */
    private static final int BLOCK_K = 256;
    /** Rows of A in a block: it fits a second-level cache. */
    private static final int BLOCK_M = 128;
    /** Columns of B in a block. */
    private static final int BLOCK_N = 2048;
    /** Up to this distance between rows of B, tiles read it where it is: neither caches nor page tables suffer much. */
    private static final int MAX_DISTANCE = 768;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] edge = new float[VectorTiles.ROWS * VectorTiles.COLUMNS];
        final float[] lanes = new float[4 * VectorRows.LANES];
        private float[] b = {};

        float[] b(int length) {
            if (b.length < length) {
                b = new float[length];
            }
            return b;
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
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        boolean pack = transB || n % VectorTiles.COLUMNS != 0 || ldb > MAX_DISTANCE;
        for (int j = 0; j < n; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, n - j);
            for (int p = 0; p < k; p += BLOCK_K) {
                int steps = Math.min(BLOCK_K, k - p);
                int bBlock = bOffset + (transB ? j * ldb + p : p * ldb + j);
                float[] packed = work.b;
                if (pack) {
                    packed = work.b(panels(columns) * steps);
                    Panels.pack(transB, columns, steps, b, bBlock, ldb, packed);
                }
                for (int i = 0; i < m; i += BLOCK_M) {
                    int aBlock = aOffset + i * aRow + p * aColumn;
                    int target = cOffset + i * ldc + j;
                    if (pack) {
                        tiles(Math.min(BLOCK_M, m - i), columns, steps, a, aBlock, aRow, aColumn, packed, 0, steps,
                                VectorTiles.COLUMNS, work.edge, accumulate || p > 0, c, target, ldc);
                    } else {
                        tiles(Math.min(BLOCK_M, m - i), columns, steps, a, aBlock, aRow, aColumn, b, bBlock, 1, ldb,
                                work.edge, accumulate || p > 0, c, target, ldc);
                    }
                }
            }
        }
    }

    /** {@code columns} rounded up to whole panels. */
    private static int panels(int columns) {
        return (columns + VectorTiles.COLUMNS - 1) / VectorTiles.COLUMNS * VectorTiles.COLUMNS;
    }

    /** @param bColumn distance between what a tile and the next one read of B, divided by the columns of a tile */
    private static void tiles(int rows, int columns, int steps, float[] a, int aOffset, int aRow, int aColumn,
            float[] b, int bOffset, int bColumn, int ldb, float[] edge, boolean accumulate, float[] c, int cOffset,
            int ldc) {
        for (int j = 0; j < columns; j += VectorTiles.COLUMNS) {
            int width = Math.min(VectorTiles.COLUMNS, columns - j);
            for (int i = 0; i < rows; i += VectorTiles.ROWS) {
                int last = Math.min(VectorTiles.ROWS, rows - i) - 1;
                int source = aOffset + i * aRow;
                int target = cOffset + i * ldc + j;
                if (width == VectorTiles.COLUMNS) {
                    VectorTiles.tile(steps, a, source, aRow, aColumn, b, bOffset + j * bColumn, ldb, accumulate, c,
                            target, ldc, last);
                } else {
                    VectorTiles.partOfTile(width, steps, a, source, aRow, aColumn, b, bOffset + j * bColumn, ldb,
                            accumulate, c, target, ldc, last, edge);
                }
            }
        }
    }
}
