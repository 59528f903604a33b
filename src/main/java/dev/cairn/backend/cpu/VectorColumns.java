package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with so few columns, those of a small layer or of a classifier's last one, that packing would cost more than the
 * arithmetic. C is made up to four vectors of columns at a time; A and B are read where they are, but for a B of which columns
 * are stored. One column or two after the last whole vector are left to {@link LastColumns}; if there are more, what the last vectors
 * have beyond column n is computed and dropped.
 */
final class VectorColumns {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;
    /** Up to so many vectors, reading A once more for each of them is cheaper than packing it. */
    private static final int FEW_VECTORS = 4;
    /** The multiply-adds up to which these loops beat a call of oneDNN. */
    private static final int LIBRARY_CALL = 20_000;
    private static final int AVX_512 = 16;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] tile = new float[ROWS * 3 * LANES];
        private float[] rows = {};
        private float[] copy = {};
        private float[] rowsOfA = {};

        /** For the rows of a B of which columns are stored. */
        float[] rows(int length) {
            if (rows.length < length) {
                rows = new float[length];
            }
            return rows;
        }

        /** For a copy of B with room behind it. */
        float[] copy(int length) {
            if (copy.length < length) {
                copy = new float[length];
            }
            return copy;
        }

        /** Rows of an A of which columns are stored. */
        float[] rowsOfA(int m, int k, float[] a, int aOffset, int lda) {
            if (rowsOfA.length < m * k) {
                rowsOfA = new float[m * k];
            }
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < k; p++) {
                    rowsOfA[i * k + p] = a[aOffset + i + p * lda];
                }
            }
            return rowsOfA;
        }
    }

    private VectorColumns() {
    }

    /** Whether C has so few columns, and more rows than one unless a vector holds them. */
    static boolean suit(int m, int n) {
        return n <= LANES || m > 1 && n <= FEW_VECTORS * LANES;
    }

    /**
     * Whether these loops are faster than oneDNN: for one vector of columns, for as little as a call of oneDNN costs, and, as
     * measured with AVX-512 alone, for a few vectors.
     */
    static boolean beatOneDnn(int m, int n, int k) {
        return suit(m, n) && (n <= LANES || (long) m * n * k <= LIBRARY_CALL || LANES == AVX_512 && m >= ROWS / 2);
    }

    /** {@link StridedGemm#gemm}. */
    static void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (transB) {
            float[] rows = WORKSPACES.get().rows(k * n + 3 * LANES);
            for (int j = 0; j < n; j++) {
                int column = bOffset + j * ldb;
                for (int p = 0; p < k; p++) {
                    rows[p * n + j] = b[column + p];
                }
            }
            gemm(transA, m, n, k, a, aOffset, lda, rows, 0, n, accumulate, c, cOffset, ldc);
        } else {
            gemm(transA, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }

    private static void gemm(boolean transA, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int last = LastColumns.of(transA, m, n, k);
        int whole = n - last;
        int rows = transA ? m / LastColumns.STRIP * LastColumns.STRIP : m;
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        vectors(m == 1, whole, m, k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        if (last > 0) {
            LastColumns.gemm(transA, rows, last, k, a, aOffset, lda, b, bOffset + whole, ldb, accumulate, c,
                    cOffset + whole, ldc);
            vectors(m == 1, last, m - rows, k, a, aOffset + rows * aRow, aRow, aColumn, b, bOffset + whole, ldb,
                    accumulate, c,
                    cOffset + rows * ldc + whole, ldc);
        }
    }

    /**
     * Vectors of columns, of which the last may be wider than what is left: then B is copied where its last row ends too early.
     *
     * @param alone all of C is one row, not only what is computed here
     */
    private static void vectors(boolean alone, int n, int m, int k, float[] a, int aOffset, int aRow, int aColumn,
            float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int wide = (n + LANES - 1) / LANES * LANES;
        if (k > 0 && m > 0 && bOffset + (k - 1) * ldb + wide > b.length) {
            int length = (k - 1) * ldb + n;
            float[] copy = WORKSPACES.get().copy(length + LANES);
            System.arraycopy(b, bOffset, copy, 0, length);
            vectors(alone, n, m, k, a, aOffset, aRow, aColumn, copy, 0, ldb, accumulate, c, cOffset, ldc);
            return;
        }
        int lanes;
        for (int j = 0; j < n; j += lanes) {
            lanes = LANES * together(n - j);
            tiles(alone, lanes, Math.min(lanes, n - j), m, k, a, aOffset, aRow, aColumn, b, bOffset + j, ldb,
                    accumulate, c,
                    cOffset + j, ldc);
        }
    }

    /** How many vectors of n columns are computed at once: the fewer times, the less often A is read. */
    private static int together(int n) {
        int vectors = (n + LANES - 1) / LANES;
        return VectorTiles.ROWS == ROWS ? vectors : Math.min(2, vectors);
    }

    /** Up to as many columns as some vectors have lanes; what the last of them have beyond column n passes through a tile. */
    private static void tiles(boolean alone, int lanes, int n, int m, int k, float[] a, int aOffset, int aRow,
            int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        int rest = lanes == LANES && aColumn != 1 ? m % ROWS : 0;
        int step = rows(lanes, aColumn);
        for (int i = 0; i < m - rest; i += step) {
            int count = Math.min(step, m - i);
            int source = aOffset + i * aRow;
            int target = cOffset + i * ldc;
            if (n == lanes) {
                tile(alone, lanes, count, k, a, source, aRow, aColumn, b, bOffset, ldb, accumulate, c, target, ldc);
                continue;
            }
            for (int r = 0; accumulate && r < count; r++) {
                System.arraycopy(c, target + r * ldc, work.tile, r * lanes, n);
            }
            tile(alone, lanes, count, k, a, source, aRow, aColumn, b, bOffset, ldb, accumulate, work.tile, 0, lanes);
            for (int r = 0; r < count; r++) {
                System.arraycopy(work.tile, r * lanes, c, target + r * ldc, n);
            }
        }
        if (rest > 0) {
            int done = m - rest;
            tiles(alone, lanes, n, rest, k, work.rowsOfA(rest, k, a, aOffset + done, aColumn), 0, k, 1, b, bOffset, ldb,
                    accumulate, c, cOffset + done * ldc, ldc);
        }
    }

    private static int rows(int lanes, int aColumn) {
        boolean five = lanes == LANES && aColumn == 1 || lanes == FEW_VECTORS * LANES;
        return five ? ColumnTiles.FIVE : lanes == VectorTiles.COLUMNS ? VectorTiles.ROWS : ColumnTiles.EIGHT;
    }

    /** A tile of C[m, n]; a C of one row alone has a loop of its own, and other bits than a row among others. */
    private static void tile(boolean alone, int lanes, int count, int k, float[] a, int aOffset, int aRow, int aColumn,
            float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (lanes == FEW_VECTORS * LANES) {
            ColumnTiles.fiveRowsOfFour(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c,
                    cOffset, ldc);
        } else if (lanes > VectorTiles.COLUMNS) {
            ColumnTiles.eightRowsOfThree(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c,
                    cOffset, ldc);
        } else if (lanes > LANES) {
            VectorTiles.tile(k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc, count - 1);
        } else if (aColumn != 1) {
            ColumnTiles.eightRows(k, a, aOffset, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (!alone) {
            ColumnTiles.fiveRows(k, a, aOffset, aRow, count - 1, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else {
            ColumnTiles.oneRow(k, a, aOffset, b, bOffset, ldb, accumulate, c, cOffset);
        }
    }
}
