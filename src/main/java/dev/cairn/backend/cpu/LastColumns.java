package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The last one or two columns of a product that has so many more than whole vectors, such as 50: a vector for them would be mostly
 * idle. So vectors run along the sum where rows of A are stored, and along the rows of C where columns of A are.
 */
final class LastColumns {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int MOST = 2;
    /** The shortest sum along which vectors run: its lanes are added one by one. */
    private static final int SHORTEST_SUM = 4 * LANES;
    /** Rows of C, where vectors run along them. */
    static final int STRIP = 4 * LANES;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] sums = new float[8 * LANES];
        private float[] columns = {};

        /** For columns of B, one behind the other. */
        float[] columns(int length) {
            if (columns.length < length) {
                columns = new float[length];
            }
            return columns;
        }
    }

    private LastColumns() {
    }

    /** How many of n columns are the last ones; 0 where a vector does as well. */
    static int of(boolean transA, int m, int n, int k) {
        int last = n % LANES;
        return last <= MOST && (transA ? m >= STRIP : k >= SHORTEST_SUM) ? last : 0;
    }

    /**
     * {@link StridedGemm#gemm} of one column or two of a B whose rows are stored.
     *
     * @param m where A is transposed, a multiple of {@link #STRIP}
     */
    static void gemm(boolean transA, int m, int n, int k, float[] a, int aOffset, int lda, float[] b, int bOffset,
            int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        Workspace work = WORKSPACES.get();
        if (transA) {
            strips(m, k, a, aOffset, lda, b, bOffset, ldb, n - 1, accumulate, c, cOffset, ldc, work.sums);
        } else {
            float[] columns = work.columns(2 * k);
            copy(k, b, bOffset, ldb, n - 1, columns);
            for (int i = 0; i < m; i += 4) {
                dots(k, a, aOffset + i * lda, lda, Math.min(3, m - i - 1), columns, n - 1, accumulate, c,
                        cOffset + i * ldc, ldc, work.sums);
            }
        }
    }

    /** Two columns of B, or the last one twice, one behind the other. */
    private static void copy(int k, float[] b, int bOffset, int ldb, int lastColumn, float[] columns) {
        for (int p = 0; p < k; p++) {
            columns[p] = b[bOffset + p * ldb];
            columns[k + p] = b[bOffset + p * ldb + lastColumn];
        }
    }

    /** Up to four rows of A times two columns, which lie one behind the other. */
    private static void dots(int k, float[] a, int aOffset, int lda, int lastRow, float[] columns, int lastColumn,
            boolean accumulate, float[] c, int cOffset, int ldc, float[] sums) {
        int a1 = aOffset + Math.min(1, lastRow) * lda;
        int a2 = aOffset + Math.min(2, lastRow) * lda;
        int a3 = aOffset + lastRow * lda;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = x0;
        FloatVector x1 = x0;
        FloatVector y1 = x0;
        FloatVector x2 = x0;
        FloatVector y2 = x0;
        FloatVector x3 = x0;
        FloatVector y3 = x0;
        int p = 0;
        for (; p <= k - LANES; p += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, columns, p);
            FloatVector y = FloatVector.fromArray(SPECIES, columns, k + p);
            FloatVector v0 = FloatVector.fromArray(SPECIES, a, aOffset + p);
            x0 = v0.fma(x, x0);
            y0 = v0.fma(y, y0);
            FloatVector v1 = FloatVector.fromArray(SPECIES, a, a1 + p);
            x1 = v1.fma(x, x1);
            y1 = v1.fma(y, y1);
            FloatVector v2 = FloatVector.fromArray(SPECIES, a, a2 + p);
            x2 = v2.fma(x, x2);
            y2 = v2.fma(y, y2);
            FloatVector v3 = FloatVector.fromArray(SPECIES, a, a3 + p);
            x3 = v3.fma(x, x3);
            y3 = v3.fma(y, y3);
        }
        x0.intoArray(sums, 0);
        y0.intoArray(sums, LANES);
        x1.intoArray(sums, 2 * LANES);
        y1.intoArray(sums, 3 * LANES);
        x2.intoArray(sums, 4 * LANES);
        y2.intoArray(sums, 5 * LANES);
        x3.intoArray(sums, 6 * LANES);
        y3.intoArray(sums, 7 * LANES);
        for (int i = 0; i <= lastRow; i++) {
            for (int j = 0; j <= lastColumn; j++) {
                float sum = lanes(sums, (2 * i + j) * LANES);
                for (int q = p; q < k; q++) {
                    sum = Math.fma(a[aOffset + i * lda + q], columns[j * k + q], sum);
                }
                int at = cOffset + i * ldc + j;
                c[at] = accumulate ? c[at] + sum : sum;
            }
        }
    }

    /** Not reduceLanes: its order, and so its rounding, changes when C2 compiles the method. */
    private static float lanes(float[] sums, int from) {
        float sum = 0f;
        for (int lane = from; lane < from + LANES; lane++) {
            sum += sums[lane];
        }
        return sum;
    }

    /** Two columns of C in strips of rows: they are gathered, computed as vectors and scattered. */
    private static void strips(int m, int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
            int lastColumn, boolean accumulate, float[] c, int cOffset, int ldc, float[] sums) {
        for (int i = 0; i < m; i += STRIP) {
            for (int row = 0; row < STRIP; row++) {
                int at = cOffset + (i + row) * ldc;
                sums[row] = accumulate ? c[at] : 0f;
                sums[STRIP + row] = accumulate ? c[at + lastColumn] : 0f;
            }
            strip(k, a, aOffset + i, lda, b, bOffset, ldb, lastColumn, sums);
            for (int row = 0; row < STRIP; row++) {
                int at = cOffset + (i + row) * ldc;
                c[at] = sums[row];
                c[at + lastColumn] = sums[lastColumn * STRIP + row];
            }
        }
    }

    private static void strip(int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb, int lastColumn,
            float[] sums) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector x2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector x3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        FloatVector y0 = FloatVector.fromArray(SPECIES, sums, STRIP);
        FloatVector y1 = FloatVector.fromArray(SPECIES, sums, STRIP + LANES);
        FloatVector y2 = FloatVector.fromArray(SPECIES, sums, STRIP + 2 * LANES);
        FloatVector y3 = FloatVector.fromArray(SPECIES, sums, STRIP + 3 * LANES);
        for (int p = 0; p < k; p++) {
            int column = aOffset + p * lda;
            int row = bOffset + p * ldb;
            FloatVector x = FloatVector.broadcast(SPECIES, b[row]);
            FloatVector y = FloatVector.broadcast(SPECIES, b[row + lastColumn]);
            FloatVector v0 = FloatVector.fromArray(SPECIES, a, column);
            x0 = v0.fma(x, x0);
            y0 = v0.fma(y, y0);
            FloatVector v1 = FloatVector.fromArray(SPECIES, a, column + LANES);
            x1 = v1.fma(x, x1);
            y1 = v1.fma(y, y1);
            FloatVector v2 = FloatVector.fromArray(SPECIES, a, column + 2 * LANES);
            x2 = v2.fma(x, x2);
            y2 = v2.fma(y, y2);
            FloatVector v3 = FloatVector.fromArray(SPECIES, a, column + 3 * LANES);
            x3 = v3.fma(x, x3);
            y3 = v3.fma(y, y3);
        }
        x0.intoArray(sums, 0);
        x1.intoArray(sums, LANES);
        x2.intoArray(sums, 2 * LANES);
        x3.intoArray(sums, 3 * LANES);
        y0.intoArray(sums, STRIP);
        y1.intoArray(sums, STRIP + LANES);
        y2.intoArray(sums, STRIP + 2 * LANES);
        y3.intoArray(sums, STRIP + 3 * LANES);
    }
}
