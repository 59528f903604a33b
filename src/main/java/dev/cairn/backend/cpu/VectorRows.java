package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products in which A is one row, so that packing would cost more than the arithmetic. */
final class VectorRows {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    private static final int AVX_512 = 16;
    /** From so many elements on, 2 MiB, B comes from beyond a core's own caches. */
    private static final long LARGE = 1 << 19;
    /**
     * As many streams as the processor fetches ahead well. Sixteen took twice as long: lines at the same place of pages share few
     * ways of a cache.
     */
    private static final int ROWS = 8;

    private VectorRows() {
    }

    /**
     * Whether one row times B is faster than by oneDNN, as measured with AVX-512 alone.
     *
     * @param ldb distance between rows of B: where threads share its columns, all must choose alike, or the bits would tell how many
     *        they were
     */
    static boolean beatOneDnn(int m, int k, int ldb) {
        return m == 1 && (long) k * ldb >= LARGE && LANES == AVX_512;
    }

    /** One row times B[k,n]: eight rows of B, which is read once from front to back, are added to the row of C at a time. */
    static void rowTimesMatrix(int n, int k, float[] a, int aOffset, int aColumn, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset) {
        boolean add = accumulate;
        int p = 0;
        for (; p <= k - ROWS; p += ROWS) {
            addEightRows(n, a, aOffset + p * aColumn, aColumn, b, bOffset + p * ldb, ldb, add, c, cOffset);
            add = true;
        }
        for (; p < k; p++) {
            addRow(n, a[aOffset + p * aColumn], b, bOffset + p * ldb, add, c, cOffset);
            add = true;
        }
    }

    private static void addEightRows(int n, float[] a, int a0, int aColumn, float[] b, int b0, int ldb, boolean add,
            float[] c, int cOffset) {
        FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0]);
        FloatVector v1 = FloatVector.broadcast(SPECIES, a[a0 + aColumn]);
        FloatVector v2 = FloatVector.broadcast(SPECIES, a[a0 + 2 * aColumn]);
        FloatVector v3 = FloatVector.broadcast(SPECIES, a[a0 + 3 * aColumn]);
        FloatVector v4 = FloatVector.broadcast(SPECIES, a[a0 + 4 * aColumn]);
        FloatVector v5 = FloatVector.broadcast(SPECIES, a[a0 + 5 * aColumn]);
        FloatVector v6 = FloatVector.broadcast(SPECIES, a[a0 + 6 * aColumn]);
        FloatVector v7 = FloatVector.broadcast(SPECIES, a[a0 + 7 * aColumn]);
        int b4 = b0 + 4 * ldb;
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector even = add ? FloatVector.fromArray(SPECIES, c, cOffset + j) : FloatVector.zero(SPECIES);
            even = FloatVector.fromArray(SPECIES, b, b0 + j).fma(v0, even);
            FloatVector odd = FloatVector.fromArray(SPECIES, b, b0 + ldb + j).mul(v1);
            even = FloatVector.fromArray(SPECIES, b, b0 + 2 * ldb + j).fma(v2, even);
            odd = FloatVector.fromArray(SPECIES, b, b0 + 3 * ldb + j).fma(v3, odd);
            even = FloatVector.fromArray(SPECIES, b, b4 + j).fma(v4, even);
            odd = FloatVector.fromArray(SPECIES, b, b4 + ldb + j).fma(v5, odd);
            even = FloatVector.fromArray(SPECIES, b, b4 + 2 * ldb + j).fma(v6, even);
            odd = FloatVector.fromArray(SPECIES, b, b4 + 3 * ldb + j).fma(v7, odd);
            even.add(odd).intoArray(c, cOffset + j);
        }
        for (; j < n; j++) {
            float sum = add ? c[cOffset + j] : 0f;
            for (int r = 0; r < ROWS; r++) {
                sum = Math.fma(a[a0 + r * aColumn], b[b0 + r * ldb + j], sum);
            }
            c[cOffset + j] = sum;
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
