package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorGemm} on packed operands: a tile of C stays in registers while the sum over k runs
 * through a panel of A and a panel of B, each read from start to end.
 *
 * <p>
 * The code is written out because C2 keeps vectors in registers only as local variables. Rows past {@code lastRow} are
 * the last row once more: packing repeats its values, so storing it twice is harmless, and no row is special.
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
     * @param a ROWS values for each of the k steps, from {@code aOffset}
     * @param b COLUMNS values for each of the k steps, from {@code bOffset}
     */
    static void tile(int k, float[] a, int aOffset, float[] b, int bOffset, boolean accumulate, float[] c, int cOffset,
            int ldc, int lastRow) {
        if (ROWS == 8) {
            tile8(k, a, aOffset, b, bOffset, accumulate, c, cOffset, ldc, lastRow);
        } else {
            tile4(k, a, aOffset, b, bOffset, accumulate, c, cOffset, ldc, lastRow);
        }
    }

    private static FloatVector start(boolean accumulate, float[] c, int offset) {
        return accumulate ? FloatVector.fromArray(SPECIES, c, offset) : FloatVector.zero(SPECIES);
    }

    private static void tile8(int k, float[] a, int aOffset, float[] b, int bOffset, boolean accumulate, float[] c,
            int cOffset, int ldc, int lastRow) {
        int r0 = cOffset;
        int r1 = cOffset + Math.min(1, lastRow) * ldc;
        int r2 = cOffset + Math.min(2, lastRow) * ldc;
        int r3 = cOffset + Math.min(3, lastRow) * ldc;
        int r4 = cOffset + Math.min(4, lastRow) * ldc;
        int r5 = cOffset + Math.min(5, lastRow) * ldc;
        int r6 = cOffset + Math.min(6, lastRow) * ldc;
        int r7 = cOffset + Math.min(7, lastRow) * ldc;
        FloatVector x0 = start(accumulate, c, r0);
        FloatVector y0 = start(accumulate, c, r0 + LANES);
        FloatVector x1 = start(accumulate, c, r1);
        FloatVector y1 = start(accumulate, c, r1 + LANES);
        FloatVector x2 = start(accumulate, c, r2);
        FloatVector y2 = start(accumulate, c, r2 + LANES);
        FloatVector x3 = start(accumulate, c, r3);
        FloatVector y3 = start(accumulate, c, r3 + LANES);
        FloatVector x4 = start(accumulate, c, r4);
        FloatVector y4 = start(accumulate, c, r4 + LANES);
        FloatVector x5 = start(accumulate, c, r5);
        FloatVector y5 = start(accumulate, c, r5 + LANES);
        FloatVector x6 = start(accumulate, c, r6);
        FloatVector y6 = start(accumulate, c, r6 + LANES);
        FloatVector x7 = start(accumulate, c, r7);
        FloatVector y7 = start(accumulate, c, r7 + LANES);
        for (int p = 0; p < k; p++) {
            int q = aOffset + p * 8;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + p * 2 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + p * 2 * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2]);
            x2 = a2.fma(b0, x2);
            y2 = a2.fma(b1, y2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3]);
            x3 = a3.fma(b0, x3);
            y3 = a3.fma(b1, y3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[q + 4]);
            x4 = a4.fma(b0, x4);
            y4 = a4.fma(b1, y4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5]);
            x5 = a5.fma(b0, x5);
            y5 = a5.fma(b1, y5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[q + 6]);
            x6 = a6.fma(b0, x6);
            y6 = a6.fma(b1, y6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[q + 7]);
            x7 = a7.fma(b0, x7);
            y7 = a7.fma(b1, y7);
        }
        x0.intoArray(c, r0);
        y0.intoArray(c, r0 + LANES);
        x1.intoArray(c, r1);
        y1.intoArray(c, r1 + LANES);
        x2.intoArray(c, r2);
        y2.intoArray(c, r2 + LANES);
        x3.intoArray(c, r3);
        y3.intoArray(c, r3 + LANES);
        x4.intoArray(c, r4);
        y4.intoArray(c, r4 + LANES);
        x5.intoArray(c, r5);
        y5.intoArray(c, r5 + LANES);
        x6.intoArray(c, r6);
        y6.intoArray(c, r6 + LANES);
        x7.intoArray(c, r7);
        y7.intoArray(c, r7 + LANES);
    }

    private static void tile4(int k, float[] a, int aOffset, float[] b, int bOffset, boolean accumulate, float[] c,
            int cOffset, int ldc, int lastRow) {
        int r0 = cOffset;
        int r1 = cOffset + Math.min(1, lastRow) * ldc;
        int r2 = cOffset + Math.min(2, lastRow) * ldc;
        int r3 = cOffset + Math.min(3, lastRow) * ldc;
        FloatVector x0 = start(accumulate, c, r0);
        FloatVector y0 = start(accumulate, c, r0 + LANES);
        FloatVector x1 = start(accumulate, c, r1);
        FloatVector y1 = start(accumulate, c, r1 + LANES);
        FloatVector x2 = start(accumulate, c, r2);
        FloatVector y2 = start(accumulate, c, r2 + LANES);
        FloatVector x3 = start(accumulate, c, r3);
        FloatVector y3 = start(accumulate, c, r3 + LANES);
        for (int p = 0; p < k; p++) {
            int q = aOffset + p * 4;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bOffset + p * 2 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bOffset + p * 2 * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2]);
            x2 = a2.fma(b0, x2);
            y2 = a2.fma(b1, y2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3]);
            x3 = a3.fma(b0, x3);
            y3 = a3.fma(b1, y3);
        }
        x0.intoArray(c, r0);
        y0.intoArray(c, r0 + LANES);
        x1.intoArray(c, r1);
        y1.intoArray(c, r1 + LANES);
        x2.intoArray(c, r2);
        y2.intoArray(c, r2 + LANES);
        x3.intoArray(c, r3);
        y3.intoArray(c, r3 + LANES);
    }
}
