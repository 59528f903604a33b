package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorColumns} that {@link VectorTiles} has not: tiles of one vector of columns, of three, and of
 * four, which are those of {@link VectorGemm} too where registers are many. Written out for the same reason; rows past
 * {@code lastRow} are the last row once more here too.
 */
final class ColumnTiles {

    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    /** Rows of {@link #fiveRows} and {@link #fiveRowsOfFour}. */
    static final int FIVE = 5;
    /** Vectors of {@link #fiveRowsOfFour}. */
    static final int FOUR = 4;
    /** Rows of {@link #eightRows} and {@link #eightRowsOfThree}. */
    static final int EIGHT = 8;

    private ColumnTiles() {
    }

    /** Eight rows of three vectors: 24 sums, for which 32 registers are needed. */
    static void eightRowsOfThree(int k, float[] a, int aOffset, int aRow, int aColumn, int lastRow, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int a0 = aOffset;
        int c0 = cOffset;
        int a1 = aOffset + Math.min(1, lastRow) * aRow;
        int c1 = cOffset + Math.min(1, lastRow) * ldc;
        int a2 = aOffset + Math.min(2, lastRow) * aRow;
        int c2 = cOffset + Math.min(2, lastRow) * ldc;
        int a3 = aOffset + Math.min(3, lastRow) * aRow;
        int c3 = cOffset + Math.min(3, lastRow) * ldc;
        int a4 = aOffset + Math.min(4, lastRow) * aRow;
        int c4 = cOffset + Math.min(4, lastRow) * ldc;
        int a5 = aOffset + Math.min(5, lastRow) * aRow;
        int c5 = cOffset + Math.min(5, lastRow) * ldc;
        int a6 = aOffset + Math.min(6, lastRow) * aRow;
        int c6 = cOffset + Math.min(6, lastRow) * ldc;
        int a7 = aOffset + Math.min(7, lastRow) * aRow;
        int c7 = cOffset + Math.min(7, lastRow) * ldc;
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0) : zero;
        FloatVector y0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + LANES) : zero;
        FloatVector z0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + LANES) : zero;
        FloatVector z1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + LANES) : zero;
        FloatVector z2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + LANES) : zero;
        FloatVector z3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4) : zero;
        FloatVector y4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + LANES) : zero;
        FloatVector z4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + 2 * LANES) : zero;
        FloatVector x5 = accumulate ? FloatVector.fromArray(SPECIES, c, c5) : zero;
        FloatVector y5 = accumulate ? FloatVector.fromArray(SPECIES, c, c5 + LANES) : zero;
        FloatVector z5 = accumulate ? FloatVector.fromArray(SPECIES, c, c5 + 2 * LANES) : zero;
        FloatVector x6 = accumulate ? FloatVector.fromArray(SPECIES, c, c6) : zero;
        FloatVector y6 = accumulate ? FloatVector.fromArray(SPECIES, c, c6 + LANES) : zero;
        FloatVector z6 = accumulate ? FloatVector.fromArray(SPECIES, c, c6 + 2 * LANES) : zero;
        FloatVector x7 = accumulate ? FloatVector.fromArray(SPECIES, c, c7) : zero;
        FloatVector y7 = accumulate ? FloatVector.fromArray(SPECIES, c, c7 + LANES) : zero;
        FloatVector z7 = accumulate ? FloatVector.fromArray(SPECIES, c, c7 + 2 * LANES) : zero;
        for (int p = 0; p < k; p++) {
            int q = p * aColumn;
            int row = bOffset + p * ldb;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
            x0 = v0.fma(b0, x0);
            y0 = v0.fma(b1, y0);
            z0 = v0.fma(b2, z0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
            x1 = v1.fma(b0, x1);
            y1 = v1.fma(b1, y1);
            z1 = v1.fma(b2, z1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
            x2 = v2.fma(b0, x2);
            y2 = v2.fma(b1, y2);
            z2 = v2.fma(b2, z2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
            x3 = v3.fma(b0, x3);
            y3 = v3.fma(b1, y3);
            z3 = v3.fma(b2, z3);
            FloatVector v4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
            x4 = v4.fma(b0, x4);
            y4 = v4.fma(b1, y4);
            z4 = v4.fma(b2, z4);
            FloatVector v5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
            x5 = v5.fma(b0, x5);
            y5 = v5.fma(b1, y5);
            z5 = v5.fma(b2, z5);
            FloatVector v6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
            x6 = v6.fma(b0, x6);
            y6 = v6.fma(b1, y6);
            z6 = v6.fma(b2, z6);
            FloatVector v7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
            x7 = v7.fma(b0, x7);
            y7 = v7.fma(b1, y7);
            z7 = v7.fma(b2, z7);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        z0.intoArray(c, c0 + 2 * LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        z1.intoArray(c, c1 + 2 * LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        z2.intoArray(c, c2 + 2 * LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
        z3.intoArray(c, c3 + 2 * LANES);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + LANES);
        z4.intoArray(c, c4 + 2 * LANES);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + LANES);
        z5.intoArray(c, c5 + 2 * LANES);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + LANES);
        z6.intoArray(c, c6 + 2 * LANES);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + LANES);
        z7.intoArray(c, c7 + 2 * LANES);
    }

    /** Five rows of four vectors: 20 sums, for which 32 registers are needed. */
    static void fiveRowsOfFour(int k, float[] a, int aOffset, int aRow, int aColumn, int lastRow, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int a1 = Math.min(1, lastRow) * aRow;
        int a2 = Math.min(2, lastRow) * aRow;
        int a3 = Math.min(3, lastRow) * aRow;
        int a4 = Math.min(4, lastRow) * aRow;
        int c0 = cOffset;
        int c1 = cOffset + Math.min(1, lastRow) * ldc;
        int c2 = cOffset + Math.min(2, lastRow) * ldc;
        int c3 = cOffset + Math.min(3, lastRow) * ldc;
        int c4 = cOffset + Math.min(4, lastRow) * ldc;
        FloatVector w0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0) : zero;
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + LANES) : zero;
        FloatVector y0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES) : zero;
        FloatVector z0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES) : zero;
        FloatVector w1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + LANES) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES) : zero;
        FloatVector z1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES) : zero;
        FloatVector w2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + LANES) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES) : zero;
        FloatVector z2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES) : zero;
        FloatVector w3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + LANES) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES) : zero;
        FloatVector z3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES) : zero;
        FloatVector w4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + LANES) : zero;
        FloatVector y4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + 2 * LANES) : zero;
        FloatVector z4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + 3 * LANES) : zero;
        int column = aOffset;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, row + 3 * LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[column]);
            w0 = v0.fma(b0, w0);
            x0 = v0.fma(b1, x0);
            y0 = v0.fma(b2, y0);
            z0 = v0.fma(b3, z0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[column + a1]);
            w1 = v1.fma(b0, w1);
            x1 = v1.fma(b1, x1);
            y1 = v1.fma(b2, y1);
            z1 = v1.fma(b3, z1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[column + a2]);
            w2 = v2.fma(b0, w2);
            x2 = v2.fma(b1, x2);
            y2 = v2.fma(b2, y2);
            z2 = v2.fma(b3, z2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[column + a3]);
            w3 = v3.fma(b0, w3);
            x3 = v3.fma(b1, x3);
            y3 = v3.fma(b2, y3);
            z3 = v3.fma(b3, z3);
            FloatVector v4 = FloatVector.broadcast(SPECIES, a[column + a4]);
            w4 = v4.fma(b0, w4);
            x4 = v4.fma(b1, x4);
            y4 = v4.fma(b2, y4);
            z4 = v4.fma(b3, z4);
            column += aColumn;
            row += ldb;
        }
        w0.intoArray(c, c0);
        x0.intoArray(c, c0 + LANES);
        y0.intoArray(c, c0 + 2 * LANES);
        z0.intoArray(c, c0 + 3 * LANES);
        w1.intoArray(c, c1);
        x1.intoArray(c, c1 + LANES);
        y1.intoArray(c, c1 + 2 * LANES);
        z1.intoArray(c, c1 + 3 * LANES);
        w2.intoArray(c, c2);
        x2.intoArray(c, c2 + LANES);
        y2.intoArray(c, c2 + 2 * LANES);
        z2.intoArray(c, c2 + 3 * LANES);
        w3.intoArray(c, c3);
        x3.intoArray(c, c3 + LANES);
        y3.intoArray(c, c3 + 2 * LANES);
        z3.intoArray(c, c3 + 3 * LANES);
        w4.intoArray(c, c4);
        x4.intoArray(c, c4 + LANES);
        y4.intoArray(c, c4 + 2 * LANES);
        z4.intoArray(c, c4 + 3 * LANES);
    }

    /** Five rows of one vector where rows of A are stored: with more of them the compiler runs out of registers for their addresses. */
    static void fiveRows(int k, float[] a, int aOffset, int lda, int lastRow, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int a1 = Math.min(1, lastRow) * lda;
        int a2 = Math.min(2, lastRow) * lda;
        int a3 = Math.min(3, lastRow) * lda;
        int a4 = Math.min(4, lastRow) * lda;
        int c1 = Math.min(1, lastRow) * ldc;
        int c2 = Math.min(2, lastRow) * ldc;
        int c3 = Math.min(3, lastRow) * ldc;
        int c4 = Math.min(4, lastRow) * ldc;
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + c1) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + c2) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + c3) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + c4) : zero;
        int row = bOffset;
        for (int p = aOffset; p < aOffset + k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            x0 = FloatVector.broadcast(SPECIES, a[p]).fma(b0, x0);
            x1 = FloatVector.broadcast(SPECIES, a[p + a1]).fma(b0, x1);
            x2 = FloatVector.broadcast(SPECIES, a[p + a2]).fma(b0, x2);
            x3 = FloatVector.broadcast(SPECIES, a[p + a3]).fma(b0, x3);
            x4 = FloatVector.broadcast(SPECIES, a[p + a4]).fma(b0, x4);
            row += ldb;
        }
        x0.intoArray(c, cOffset);
        x1.intoArray(c, cOffset + c1);
        x2.intoArray(c, cOffset + c2);
        x3.intoArray(c, cOffset + c3);
        x4.intoArray(c, cOffset + c4);
    }

    /** Eight rows of one vector where columns of A are stored. */
    static void eightRows(int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb, boolean accumulate,
            float[] c, int cOffset, int ldc) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + ldc) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 2 * ldc) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 3 * ldc) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 4 * ldc) : zero;
        FloatVector x5 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 5 * ldc) : zero;
        FloatVector x6 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 6 * ldc) : zero;
        FloatVector x7 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset + 7 * ldc) : zero;
        int column = aOffset;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            x0 = FloatVector.broadcast(SPECIES, a[column]).fma(b0, x0);
            x1 = FloatVector.broadcast(SPECIES, a[column + 1]).fma(b0, x1);
            x2 = FloatVector.broadcast(SPECIES, a[column + 2]).fma(b0, x2);
            x3 = FloatVector.broadcast(SPECIES, a[column + 3]).fma(b0, x3);
            x4 = FloatVector.broadcast(SPECIES, a[column + 4]).fma(b0, x4);
            x5 = FloatVector.broadcast(SPECIES, a[column + 5]).fma(b0, x5);
            x6 = FloatVector.broadcast(SPECIES, a[column + 6]).fma(b0, x6);
            x7 = FloatVector.broadcast(SPECIES, a[column + 7]).fma(b0, x7);
            column += lda;
            row += ldb;
        }
        x0.intoArray(c, cOffset);
        x1.intoArray(c, cOffset + ldc);
        x2.intoArray(c, cOffset + 2 * ldc);
        x3.intoArray(c, cOffset + 3 * ldc);
        x4.intoArray(c, cOffset + 4 * ldc);
        x5.intoArray(c, cOffset + 5 * ldc);
        x6.intoArray(c, cOffset + 6 * ldc);
        x7.intoArray(c, cOffset + 7 * ldc);
    }

    /** One row of C where A's is stored, in four sums: a multiply-add that waits for the one before takes four times as long. */
    static void oneRow(int k, float[] a, int aOffset, float[] b, int bOffset, int ldb, boolean accumulate, float[] c,
            int cOffset) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, cOffset) : zero;
        FloatVector x1 = zero;
        FloatVector x2 = zero;
        FloatVector x3 = zero;
        int p = 0;
        for (; p < k - 3; p += 4) {
            int q = aOffset + p;
            int row = bOffset + p * ldb;
            x0 = FloatVector.broadcast(SPECIES, a[q]).fma(FloatVector.fromArray(SPECIES, b, row), x0);
            x1 = FloatVector.broadcast(SPECIES, a[q + 1]).fma(FloatVector.fromArray(SPECIES, b, row + ldb), x1);
            x2 = FloatVector.broadcast(SPECIES, a[q + 2]).fma(FloatVector.fromArray(SPECIES, b, row + 2 * ldb), x2);
            x3 = FloatVector.broadcast(SPECIES, a[q + 3]).fma(FloatVector.fromArray(SPECIES, b, row + 3 * ldb), x3);
        }
        for (; p < k; p++) {
            x0 = FloatVector.broadcast(SPECIES, a[aOffset + p])
                    .fma(FloatVector.fromArray(SPECIES, b, bOffset + p * ldb), x0);
        }
        x0.add(x1).add(x2.add(x3)).intoArray(c, cOffset);
    }
}
