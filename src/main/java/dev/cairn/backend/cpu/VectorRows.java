package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of {@link VectorGemm} in which packing would cost more than the arithmetic: B has few columns, or A is one
 * row. Operands are read where they are.
 */
final class VectorRows {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private VectorRows() {
    }

    /**
     * One vector of columns of C: C[m,LANES] = op(A) B, or C += op(A) B.
     *
     * @param aRow distance between neighbours in a column of op(A)
     * @param aColumn distance between neighbours in a row of op(A)
     */
    static void oneVectorOfColumns(int m, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset,
            int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i += 8) {
            eightRows(k, a, aOffset + i * aRow, aRow, aColumn, Math.min(7, m - 1 - i), b, bOffset, ldb, accumulate, c,
                    cOffset + i * ldc, ldc);
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
        FloatVector x0 = start(accumulate, c, cOffset);
        FloatVector x1 = start(accumulate, c, cOffset + r1 * ldc);
        FloatVector x2 = start(accumulate, c, cOffset + r2 * ldc);
        FloatVector x3 = start(accumulate, c, cOffset + r3 * ldc);
        FloatVector x4 = start(accumulate, c, cOffset + r4 * ldc);
        FloatVector x5 = start(accumulate, c, cOffset + r5 * ldc);
        FloatVector x6 = start(accumulate, c, cOffset + r6 * ldc);
        FloatVector x7 = start(accumulate, c, cOffset + r7 * ldc);
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

    private static FloatVector start(boolean accumulate, float[] c, int offset) {
        return accumulate ? FloatVector.fromArray(SPECIES, c, offset) : FloatVector.zero(SPECIES);
    }

    /** One row times B[k,n]: four rows of B are added to the row of C at a time. */
    static void rowTimesMatrix(int n, int k, float[] a, int aOffset, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset) {
        boolean add = accumulate;
        int p = 0;
        for (; p + 3 < k; p += 4) {
            int q = aOffset + p * aColumn;
            addFourRows(n, a[q], a[q + aColumn], a[q + 2 * aColumn], a[q + 3 * aColumn], b, bOffset + p * ldb, ldb,
                    add, c, cOffset);
            add = true;
        }
        for (; p < k; p++) {
            addRow(n, a[aOffset + p * aColumn], b, bOffset + p * ldb, add, c, cOffset);
            add = true;
        }
    }

    private static void addFourRows(int n, float x0, float x1, float x2, float x3, float[] b, int b0, int ldb,
            boolean add, float[] c, int cOffset) {
        int b1 = b0 + ldb;
        int b2 = b1 + ldb;
        int b3 = b2 + ldb;
        FloatVector v0 = FloatVector.broadcast(SPECIES, x0);
        FloatVector v1 = FloatVector.broadcast(SPECIES, x1);
        FloatVector v2 = FloatVector.broadcast(SPECIES, x2);
        FloatVector v3 = FloatVector.broadcast(SPECIES, x3);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector sum = start(add, c, cOffset + j);
            sum = FloatVector.fromArray(SPECIES, b, b0 + j).fma(v0, sum);
            sum = FloatVector.fromArray(SPECIES, b, b1 + j).fma(v1, sum);
            sum = FloatVector.fromArray(SPECIES, b, b2 + j).fma(v2, sum);
            sum = FloatVector.fromArray(SPECIES, b, b3 + j).fma(v3, sum);
            sum.intoArray(c, cOffset + j);
        }
        for (; j < n; j++) {
            float sum = add ? c[cOffset + j] : 0f;
            sum = Math.fma(x1, b[b1 + j], Math.fma(x0, b[b0 + j], sum));
            c[cOffset + j] = Math.fma(x3, b[b3 + j], Math.fma(x2, b[b2 + j], sum));
        }
    }

    private static void addRow(int n, float x, float[] b, int b0, boolean add, float[] c, int cOffset) {
        for (int j = 0; j < n; j++) {
            c[cOffset + j] = Math.fma(x, b[b0 + j], add ? c[cOffset + j] : 0f);
        }
    }

    /**
     * One contiguous row times the transpose of B[n,k]: four dot products at a time.
     *
     * @param lanes room for four vectors
     */
    static void rowTimesTranspose(int n, int k, float[] a, int aOffset, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset, float[] lanes) {
        for (int j = 0; j < n; j += 4) {
            fourDots(k, a, aOffset, b, bOffset + j * ldb, ldb, Math.min(3, n - 1 - j), accumulate, c, cOffset + j,
                    lanes);
        }
    }

    private static void fourDots(int k, float[] a, int aOffset, float[] b, int b0, int ldb, int last,
            boolean accumulate, float[] c, int cOffset, float[] lanes) {
        int b1 = b0 + Math.min(1, last) * ldb;
        int b2 = b0 + Math.min(2, last) * ldb;
        int b3 = b0 + last * ldb;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        int p = 0;
        for (; p <= k - LANES; p += LANES) {
            FloatVector row = FloatVector.fromArray(SPECIES, a, aOffset + p);
            x0 = FloatVector.fromArray(SPECIES, b, b0 + p).fma(row, x0);
            x1 = FloatVector.fromArray(SPECIES, b, b1 + p).fma(row, x1);
            x2 = FloatVector.fromArray(SPECIES, b, b2 + p).fma(row, x2);
            x3 = FloatVector.fromArray(SPECIES, b, b3 + p).fma(row, x3);
        }
        x0.intoArray(lanes, 0);
        x1.intoArray(lanes, LANES);
        x2.intoArray(lanes, 2 * LANES);
        x3.intoArray(lanes, 3 * LANES);
        float sum0 = 0f;
        float sum1 = 0f;
        float sum2 = 0f;
        float sum3 = 0f;
        // Not reduceLanes: its order, and so its rounding, changes when C2 compiles the method.
        for (int lane = 0; lane < LANES; lane++) {
            sum0 += lanes[lane];
            sum1 += lanes[LANES + lane];
            sum2 += lanes[2 * LANES + lane];
            sum3 += lanes[3 * LANES + lane];
        }
        for (; p < k; p++) {
            float x = a[aOffset + p];
            sum0 = Math.fma(x, b[b0 + p], sum0);
            sum1 = Math.fma(x, b[b1 + p], sum1);
            sum2 = Math.fma(x, b[b2 + p], sum2);
            sum3 = Math.fma(x, b[b3 + p], sum3);
        }
        store(sum0, accumulate, c, cOffset);
        if (last > 0) {
            store(sum1, accumulate, c, cOffset + 1);
        }
        if (last > 1) {
            store(sum2, accumulate, c, cOffset + 2);
        }
        if (last > 2) {
            store(sum3, accumulate, c, cOffset + 3);
        }
    }

    private static void store(float sum, boolean accumulate, float[] c, int offset) {
        c[offset] = accumulate ? c[offset] + sum : sum;
    }
}
