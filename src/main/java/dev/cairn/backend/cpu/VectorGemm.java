package dev.cairn.backend.cpu;

/**
 * Matrix product with the Vector API, after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
 * (2008): blocks of A and B are packed into panels that stay in a cache, and tiles of C stay in registers. Needs the
 * module of {@link VectorApi}.
 */
final class VectorGemm implements StridedGemm {

    /** Steps of k in a block: a panel of B fits a first-level cache. */
    private static final int BLOCK_K = 256;
    /** Rows of A in a block: it fits a second-level cache. */
    private static final int BLOCK_M = 128;
    /** Columns of B in a block. */
    private static final int BLOCK_N = 2048;
    /** Up to so many vectors of columns, B is read in place. */
    private static final int FEW_VECTORS = 2;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] a = new float[BLOCK_M * BLOCK_K];
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
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        if (SmallGemm.suits(m, n, k)) {
            SmallGemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (m == 1 && !transB) {
            VectorRows.rowTimesMatrix(n, k, a, aOffset, aColumn, b, bOffset, ldb, accumulate, c, cOffset);
        } else if (m == 1 && aColumn == 1) {
            VectorRows.rowTimesTranspose(n, k, a, aOffset, b, bOffset, ldb, accumulate, c, cOffset,
                    WORKSPACES.get().lanes);
        } else if (!transB && n <= FEW_VECTORS * VectorRows.LANES) {
            fewColumns(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else {
            blocks(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }

    private static void fewColumns(int m, int n, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int whole = n / VectorRows.LANES * VectorRows.LANES;
        for (int j = 0; j < whole; j += VectorRows.LANES) {
            VectorRows.oneVectorOfColumns(m, k, a, aOffset, aRow, aColumn, b, bOffset + j, ldb, accumulate, c,
                    cOffset + j, ldc);
        }
        if (whole < n) {
            lastColumns(m, n - whole, k, a, aOffset, aRow, aColumn, b, bOffset + whole, ldb, accumulate, c,
                    cOffset + whole, ldc);
        }
    }

    /** Fewer columns than lanes: B and C are widened in copies. */
    private static void lastColumns(int m, int n, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int lanes = VectorRows.LANES;
        int sums = m * lanes;
        float[] wide = WORKSPACES.get().b(sums + k * lanes);
        Panels.packB(false, n, k, b, bOffset, ldb, lanes, wide, sums);
        if (accumulate) {
            copy(m, n, c, cOffset, ldc, wide, 0, lanes);
        }
        VectorRows.oneVectorOfColumns(m, k, a, aOffset, aRow, aColumn, wide, sums, lanes, accumulate, wide, 0, lanes);
        copy(m, n, wide, 0, lanes, c, cOffset, ldc);
    }

    private static void copy(int m, int n, float[] source, int sourceOffset, int sourceLd, float[] target,
            int targetOffset, int targetLd) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(source, sourceOffset + i * sourceLd, target, targetOffset + i * targetLd, n);
        }
    }

    private static void blocks(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda,
            float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        for (int j = 0; j < n; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, n - j);
            for (int p = 0; p < k; p += BLOCK_K) {
                int steps = Math.min(BLOCK_K, k - p);
                float[] packedB = work.b(panels(columns, VectorTiles.COLUMNS) * steps);
                int bBlock = bOffset + (transB ? j * ldb + p : p * ldb + j);
                Panels.packB(transB, columns, steps, b, bBlock, ldb, VectorTiles.COLUMNS, packedB, 0);
                for (int i = 0; i < m; i += BLOCK_M) {
                    int rows = Math.min(BLOCK_M, m - i);
                    int aBlock = aOffset + (transA ? p * lda + i : i * lda + p);
                    Panels.packA(transA, rows, steps, a, aBlock, lda, VectorTiles.ROWS, work.a);
                    tiles(rows, columns, steps, work, packedB, accumulate || p > 0, c, cOffset + i * ldc + j, ldc);
                }
            }
        }
    }

    /** {@code length} rounded up to whole panels. */
    private static int panels(int length, int width) {
        return (length + width - 1) / width * width;
    }

    private static void tiles(int rows, int columns, int steps, Workspace work, float[] packedB, boolean accumulate,
            float[] c, int cOffset, int ldc) {
        for (int j = 0; j < columns; j += VectorTiles.COLUMNS) {
            int width = Math.min(VectorTiles.COLUMNS, columns - j);
            for (int i = 0; i < rows; i += VectorTiles.ROWS) {
                int height = Math.min(VectorTiles.ROWS, rows - i);
                int target = cOffset + i * ldc + j;
                if (width == VectorTiles.COLUMNS) {
                    VectorTiles.tile(steps, work.a, i * steps, packedB, j * steps, accumulate, c, target, ldc,
                            height - 1);
                } else {
                    edgeTile(height, width, steps, work, i * steps, packedB, j * steps, accumulate, c, target, ldc);
                }
            }
        }
    }

    /** A tile that is wider than what is left of C goes through a copy. */
    private static void edgeTile(int height, int width, int steps, Workspace work, int aPanel, float[] packedB,
            int bPanel, boolean accumulate, float[] c, int target, int ldc) {
        if (accumulate) {
            copy(height, width, c, target, ldc, work.edge, 0, VectorTiles.COLUMNS);
        }
        VectorTiles.tile(steps, work.a, aPanel, packedB, bPanel, accumulate, work.edge, 0, VectorTiles.COLUMNS,
                height - 1);
        copy(height, width, work.edge, 0, VectorTiles.COLUMNS, c, target, ldc);
    }
}
