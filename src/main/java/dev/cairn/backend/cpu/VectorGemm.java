package dev.cairn.backend.cpu;

/**
 * Matrix product with the Vector API, after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication"
 * (2008): blocks of A and B stay in a cache, tiles of C in registers. Factors are packed where what a tile reads of them lies far
 * apart. Needs the module of {@link VectorApi}.
 */
final class VectorGemm implements StridedGemm {

    /** Whether there are registers for 20 sums. */
    private static final boolean MANY_REGISTERS = VectorTiles.ROWS == 8;
    /** The tiles of C that are computed at once: as many sums as registers can hold. */
    static final int TILE_ROWS = MANY_REGISTERS ? ColumnTiles.FIVE : VectorTiles.ROWS;
    static final int TILE_COLUMNS = MANY_REGISTERS ? ColumnTiles.FOUR * VectorTiles.LANES : VectorTiles.COLUMNS;

    /** The most steps of k in a block: the fewer blocks, the less often C is read and written. */
    private static final int BLOCK_K = MANY_REGISTERS ? 640 : 512;
    /** The most rows of A in a block: with a panel of B it fits a second-level cache. */
    private static final int BLOCK_M = MANY_REGISTERS ? 160 : 64;
    /** Columns of B in a block. */
    private static final int BLOCK_N = 2048;
    /** Up to this distance between rows of B, tiles read it where it is: neither caches nor page tables suffer much. */
    private static final int MAX_DISTANCE = 400;
    /** From so many columns on, a transposed A is read so often that packing it pays. */
    private static final int MIN_COLUMNS_FOR_STRIPS = 256;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
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
    public boolean takesPackedFactors() {
        return true;
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

    /** Whole tiles of columns, then what is left as a product of few columns. */
    private static void blocks(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda,
            float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int whole = n / TILE_COLUMNS * TILE_COLUMNS;
        int stepsOfBlock = stepsOfBlock(k);
        for (int j = 0; j < whole; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, whole - j);
            for (int p = 0; p < k; p += stepsOfBlock) {
                int steps = Math.min(stepsOfBlock, k - p);
                blockOfB(transA, transB, m, columns, steps, a, aOffset + (transA ? p * lda : p), lda, b,
                        bOffset + (transB ? j * ldb + p : p * ldb + j), ldb, accumulate || p > 0, c, cOffset + j, ldc);
            }
        }
        if (whole < n) {
            restOfColumns(transA, transB, m, n - whole, k, a, aOffset, lda, b,
                    bOffset + (transB ? whole * ldb : whole), ldb, accumulate, c, cOffset + whole, ldc);
        }
    }

    /** The steps of k in every block but the last one, which may have fewer. */
    static int stepsOfBlock(int k) {
        return part(k, BLOCK_K, 1);
    }

    /** The length of nearly equal parts of at most so many, in units. */
    private static int part(int length, int most, int unit) {
        int parts = (length + most - 1) / most;
        return parts == 0 ? most : ((length + parts - 1) / parts + unit - 1) / unit * unit;
    }

    private static void blockOfB(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda,
            float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        if (!transB && ldb <= MAX_DISTANCE) {
            blocksOfA(transA, m, n, k, a, aOffset, lda, b, bOffset, TILE_COLUMNS, ldb, accumulate, c, cOffset, ldc);
        } else {
            float[] panels = work.panels(Panels.panelsLength(n, k));
            Panels.packPanels(transB, n, k, b, bOffset, ldb, panels, 0);
            blocksOfA(transA, m, n, k, a, aOffset, lda, panels, 0, Panels.panelDistance(k), TILE_COLUMNS, accumulate, c,
                    cOffset, ldc);
        }
    }

    /**
     * Whole tiles of columns of a B that lies as tiles read it.
     *
     * @param panel distance between what a tile reads of B and the one beside it
     */
    static void blocksOfA(boolean transA, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int panel, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        boolean packA = transA && n >= MIN_COLUMNS_FOR_STRIPS;
        int rowsOfBlock = part(m, BLOCK_M, TILE_ROWS);
        for (int i = 0; i < m; i += rowsOfBlock) {
            int rows = Math.min(rowsOfBlock, m - i);
            int block = aOffset + (transA ? i : i * lda);
            int target = cOffset + i * ldc;
            if (packA) {
                float[] strips = WORKSPACES.get().strips(Panels.stripsLength(rows, k));
                Panels.packStrips(rows, k, a, block, lda, strips);
                tiles(rows, n, k, strips, 0, Panels.stripDistance(k), 1, TILE_ROWS, b, bOffset, panel, ldb, accumulate,
                        c, target, ldc);
            } else if (transA) {
                tiles(rows, n, k, a, block, TILE_ROWS, 1, lda, b, bOffset, panel, ldb, accumulate, c, target, ldc);
            } else {
                tiles(rows, n, k, a, block, TILE_ROWS * lda, lda, 1, b, bOffset, panel, ldb, accumulate, c, target,
                        ldc);
            }
        }
    }

    /**
     * @param strip distance between what a tile reads of A and the one below it
     * @param panel distance between what a tile reads of B and the one beside it
     */
    private static void tiles(int rows, int columns, int k, float[] a, int aOffset, int strip, int aRow, int aColumn,
            float[] b, int bOffset, int panel, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int bTile = bOffset;
        for (int j = 0; j < columns; j += TILE_COLUMNS) {
            int aTile = aOffset;
            for (int i = 0; i < rows; i += TILE_ROWS) {
                int lastRow = Math.min(TILE_ROWS, rows - i) - 1;
                int target = cOffset + i * ldc + j;
                if (MANY_REGISTERS) {
                    ColumnTiles.fiveRowsOfFour(k, a, aTile, aRow, aColumn, lastRow, b, bTile, ldb, accumulate, c,
                            target, ldc);
                } else {
                    VectorTiles.tile(k, a, aTile, aRow, aColumn, b, bTile, ldb, accumulate, c, target, ldc, lastRow);
                }
                aTile += strip;
            }
            bTile += panel;
        }
    }

    /** Fewer columns than a tile has; rows of B that lie far apart are copied together first. */
    private static void restOfColumns(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset,
            int lda, float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (transB || ldb <= MAX_DISTANCE) {
            VectorColumns.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
            return;
        }
        float[] rows = WORKSPACES.get().panels(k * n + VectorTiles.LANES);
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bOffset + p * ldb, rows, p * n, n);
        }
        VectorColumns.gemm(transA, false, m, n, k, a, aOffset, lda, rows, 0, n, accumulate, c, cOffset, ldc);
    }
}
