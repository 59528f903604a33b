package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with so few columns, those of a small layer or of a classifier's last one, that packing would cost more than the
 * arithmetic. C is made two vectors of columns at a time, or one; A and B are read where they are, but for a B of which columns
 * are stored. What the last vectors have beyond column n is computed and dropped.
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
        final float[] tile = new float[ROWS * VectorTiles.COLUMNS];
        private float[] rows = {};
        private float[] copy = {};

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
            float[] rows = WORKSPACES.get().rows(k * n + VectorTiles.COLUMNS);
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
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        int j = 0;
        while (j < n) {
            int lanes = n - j > LANES ? VectorTiles.COLUMNS : LANES;
            if (lanes <= n - j) {
                whole(lanes, m, k, a, aOffset, aRow, aColumn, b, bOffset + j, ldb, accumulate, c, cOffset + j, ldc);
            } else {
                part(lanes, n - j, m, k, a, aOffset, aRow, aColumn, b, bOffset + j, ldb, accumulate, c, cOffset + j,
                        ldc);
            }
            j += lanes;
        }
    }

    /** As many columns as one vector or two have lanes. */
    private static void whole(int lanes, int m, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int step = step(lanes);
        for (int i = 0; i < m; i += step) {
            rows(lanes, Math.min(step, m - i), k, a, aOffset + i * aRow, aRow, aColumn, b, bOffset, ldb, accumulate, c,
                    cOffset + i * ldc, ldc);
        }
    }

    /** Fewer columns than lanes: C passes through a tile, and B is copied where its last row ends too early in its array. */
    private static void part(int lanes, int n, int m, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        float[] source = b;
        int from = bOffset;
        if (k > 0 && bOffset + (k - 1) * ldb + lanes > b.length) {
            int length = (k - 1) * ldb + n;
            source = work.copy(length + lanes);
            from = 0;
            System.arraycopy(b, bOffset, source, 0, length);
        }
        float[] tile = work.tile;
        int step = step(lanes);
        for (int i = 0; i < m; i += step) {
            int count = Math.min(step, m - i);
            int target = cOffset + i * ldc;
            for (int r = 0; accumulate && r < count; r++) {
                System.arraycopy(c, target + r * ldc, tile, r * lanes, n);
            }
            rows(lanes, count, k, a, aOffset + i * aRow, aRow, aColumn, source, from, ldb, accumulate, tile, 0, lanes);
            for (int r = 0; r < count; r++) {
                System.arraycopy(tile, r * lanes, c, target + r * ldc, n);
            }
        }
    }

    private static int step(int lanes) {
        return lanes == LANES ? ROWS : VectorTiles.ROWS;
    }

    /** Up to {@link #step} rows. */
    private static void rows(int lanes, int count, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (lanes > LANES) {
            VectorTiles.tile(k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc, count - 1);
        } else if (count > ROWS / 2) {
            eightRows(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (count > 1) {
            fourRows(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else {
            oneRow(k, a, aOffset, aColumn, b, bOffset, ldb, accumulate, c, cOffset);
        }
    }

    /** Eight rows of C; those past {@code lastRow} are the last row once more, which makes no row special. */
    private static void eightRows(int k, float[] a, int aOffset, int aRow, int aColumn, int lastRow, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int r1 = Math.min(1, lastRow);
        int r2 = Math.min(2, lastRow);
        int r3 = Math.min(3, lastRow);
        int r4 = Math.min(4, lastRow);
        int r5 = Math.min(5, lastRow);
        int r6 = Math.min(6, lastRow);
        int r7 = Math.min(7, lastRow);
        int a0 = aOffset;
        int a1 = aOffset + r1 * aRow;
        int a2 = aOffset + r2 * aRow;
        int a3 = aOffset + r3 * aRow;
        int a4 = aOffset + r4 * aRow;
        int a5 = aOffset + r5 * aRow;
        int a6 = aOffset + r6 * aRow;
        int a7 = aOffset + r7 * aRow;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r1 * ldc) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r2 * ldc) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r3 * ldc) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r4 * ldc) : zero;
        FloatVector x5 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r5 * ldc) : zero;
        FloatVector x6 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r6 * ldc) : zero;
        FloatVector x7 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r7 * ldc) : zero;
        for (int p = 0; p < k; p++) {
            FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb);
            int q = p * aColumn;
            x0 = FloatVector.broadcast(SPECIES, a[a0 + q]).fma(row, x0);
            x1 = FloatVector.broadcast(SPECIES, a[a1 + q]).fma(row, x1);
            x2 = FloatVector.broadcast(SPECIES, a[a2 + q]).fma(row, x2);
            x3 = FloatVector.broadcast(SPECIES, a[a3 + q]).fma(row, x3);
            x4 = FloatVector.broadcast(SPECIES, a[a4 + q]).fma(row, x4);
            x5 = FloatVector.broadcast(SPECIES, a[a5 + q]).fma(row, x5);
            x6 = FloatVector.broadcast(SPECIES, a[a6 + q]).fma(row, x6);
            x7 = FloatVector.broadcast(SPECIES, a[a7 + q]).fma(row, x7);
        }
        x0.intoArray(c, cOffset);
        x1.intoArray(c, cOffset + r1 * ldc);
        x2.intoArray(c, cOffset + r2 * ldc);
        x3.intoArray(c, cOffset + r3 * ldc);
        x4.intoArray(c, cOffset + r4 * ldc);
        x5.intoArray(c, cOffset + r5 * ldc);
        x6.intoArray(c, cOffset + r6 * ldc);
        x7.intoArray(c, cOffset + r7 * ldc);
    }

    /** Four rows of C; those past {@code lastRow} as in {@link #eightRows}. */
    private static void fourRows(int k, float[] a, int aOffset, int aRow, int aColumn, int lastRow, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int r1 = Math.min(1, lastRow);
        int r2 = Math.min(2, lastRow);
        int r3 = Math.min(3, lastRow);
        int a0 = aOffset;
        int a1 = aOffset + r1 * aRow;
        int a2 = aOffset + r2 * aRow;
        int a3 = aOffset + r3 * aRow;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r1 * ldc) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r2 * ldc) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + r3 * ldc) : zero;
        for (int p = 0; p < k; p++) {
            FloatVector row = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb);
            int q = p * aColumn;
            x0 = FloatVector.broadcast(SPECIES, a[a0 + q]).fma(row, x0);
            x1 = FloatVector.broadcast(SPECIES, a[a1 + q]).fma(row, x1);
            x2 = FloatVector.broadcast(SPECIES, a[a2 + q]).fma(row, x2);
            x3 = FloatVector.broadcast(SPECIES, a[a3 + q]).fma(row, x3);
        }
        x0.intoArray(c, cOffset);
        x1.intoArray(c, cOffset + r1 * ldc);
        x2.intoArray(c, cOffset + r2 * ldc);
        x3.intoArray(c, cOffset + r3 * ldc);
    }

    /**
     * One row of C in four sums, for a multiply-add that waits for the one before takes four times as long. It may be the last of
     * 8 i + 1 rows, whose bits are then others than among more rows.
     */
    private static void oneRow(int k, float[] a, int aOffset, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = zero;
        FloatVector x2 = zero;
        FloatVector x3 = zero;
        int p = 0;
        for (; p < k - 3; p += 4) {
            int q = aOffset + p * aColumn;
            int row = bOffset + p * ldb;
            x0 = FloatVector.broadcast(SPECIES, a[q]).fma(FloatVector.fromArray(SPECIES, b, row), x0);
            x1 = FloatVector.broadcast(SPECIES, a[q + aColumn])
                    .fma(FloatVector.fromArray(SPECIES, b, row + ldb), x1);
            x2 = FloatVector.broadcast(SPECIES, a[q + 2 * aColumn])
                    .fma(FloatVector.fromArray(SPECIES, b, row + 2 * ldb), x2);
            x3 = FloatVector.broadcast(SPECIES, a[q + 3 * aColumn])
                    .fma(FloatVector.fromArray(SPECIES, b, row + 3 * ldb), x3);
        }
        for (; p < k; p++) {
            x0 = FloatVector.broadcast(SPECIES, a[aOffset + p * aColumn])
                    .fma(FloatVector.fromArray(SPECIES, b, bOffset + p * ldb), x0);
        }
        x0.add(x1).add(x2.add(x3)).intoArray(c, cOffset);
    }
}
