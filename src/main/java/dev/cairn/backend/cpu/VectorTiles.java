package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorColumns} for two vectors of columns, and of {@link VectorGemm} where there are few registers: a
 * tile of C stays in them while the sum over k runs through rows of A and of B, which may be packed panels or lie where they are.
 *
 * <p>
 * The code is written out because C2 keeps vectors in registers only as local variables; not even a method that starts them is
 * sure to be compiled in place. Rows past {@code lastRow} are the last row once more, so no row is special.
 */
final class VectorTiles {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    /** Columns of a tile. */
    static final int COLUMNS = 2 * LANES;
    /** Rows of a tile: sixteen sums with 32 vector registers (AVX-512, NEON, SVE), eight with 16 (AVX2). */
    static final int ROWS = LANES == 8 || LANES == 4 && isX86() ? 4 : 8;

    private VectorTiles() {
    }

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") || architecture.contains("86");
    }

    /**
     * C[lastRow + 1, COLUMNS] = A B, or C += A B.
     *
     * @param aRow distance between neighbours in a column of A
     * @param aColumn distance between neighbours in a row of A
     * @param ldb distance between rows of B
     */
    static void tile(int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset, int ldc, int lastRow) {
        if (ROWS == 8) {
            tile8(k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc, lastRow);
        } else {
            tile4(k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc, lastRow);
        }
    }

    private static void tile8(int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset, int ldc, int lastRow) {
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
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + LANES) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + LANES) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + LANES) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4) : zero;
        FloatVector y4 = accumulate ? FloatVector.fromArray(SPECIES, c, c4 + LANES) : zero;
        FloatVector x5 = accumulate ? FloatVector.fromArray(SPECIES, c, c5) : zero;
        FloatVector y5 = accumulate ? FloatVector.fromArray(SPECIES, c, c5 + LANES) : zero;
        FloatVector x6 = accumulate ? FloatVector.fromArray(SPECIES, c, c6) : zero;
        FloatVector y6 = accumulate ? FloatVector.fromArray(SPECIES, c, c6 + LANES) : zero;
        FloatVector x7 = accumulate ? FloatVector.fromArray(SPECIES, c, c7) : zero;
        FloatVector y7 = accumulate ? FloatVector.fromArray(SPECIES, c, c7 + LANES) : zero;
        for (int p = 0; p < k; p++) {
            int q = p * aColumn;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
            x0 = v0.fma(b0, x0);
            y0 = v0.fma(b1, y0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
            x1 = v1.fma(b0, x1);
            y1 = v1.fma(b1, y1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
            x2 = v2.fma(b0, x2);
            y2 = v2.fma(b1, y2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
            x3 = v3.fma(b0, x3);
            y3 = v3.fma(b1, y3);
            FloatVector v4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
            x4 = v4.fma(b0, x4);
            y4 = v4.fma(b1, y4);
            FloatVector v5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
            x5 = v5.fma(b0, x5);
            y5 = v5.fma(b1, y5);
            FloatVector v6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
            x6 = v6.fma(b0, x6);
            y6 = v6.fma(b1, y6);
            FloatVector v7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
            x7 = v7.fma(b0, x7);
            y7 = v7.fma(b1, y7);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + LANES);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + LANES);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + LANES);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + LANES);
    }

    private static void tile4(int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset, int ldc, int lastRow) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int a0 = aOffset;
        int c0 = cOffset;
        int a1 = aOffset + Math.min(1, lastRow) * aRow;
        int c1 = cOffset + Math.min(1, lastRow) * ldc;
        int a2 = aOffset + Math.min(2, lastRow) * aRow;
        int c2 = cOffset + Math.min(2, lastRow) * ldc;
        int a3 = aOffset + Math.min(3, lastRow) * aRow;
        int c3 = cOffset + Math.min(3, lastRow) * ldc;
        FloatVector x0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0) : zero;
        FloatVector y0 = accumulate ? FloatVector.fromArray(SPECIES, c, c0 + LANES) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(SPECIES, c, c1 + LANES) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(SPECIES, c, c2 + LANES) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(SPECIES, c, c3 + LANES) : zero;
        for (int p = 0; p < k; p++) {
            int q = p * aColumn;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + p * ldb + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
            x0 = v0.fma(b0, x0);
            y0 = v0.fma(b1, y0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
            x1 = v1.fma(b0, x1);
            y1 = v1.fma(b1, y1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
            x2 = v2.fma(b0, x2);
            y2 = v2.fma(b1, y2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
            x3 = v3.fma(b0, x3);
            y3 = v3.fma(b1, y3);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
    }
}
