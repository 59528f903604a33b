package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products of {@link VectorGemm} in which A is one row, so that packing would cost more than the arithmetic. */
final class VectorRows {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private VectorRows() {
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
            FloatVector sum = add ? FloatVector.fromArray(SPECIES, c, cOffset + j) : FloatVector.zero(SPECIES);
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
