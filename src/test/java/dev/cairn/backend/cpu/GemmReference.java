package dev.cairn.backend.cpu;

import java.util.Arrays;
import java.util.Random;

/** One random product whose operands lie somewhere inside larger arrays, and what it must give, summed in double precision. */
final class GemmReference {

    /** Fills what no product may write, and what one that does not accumulate may not read. */
    static final float STALE = Float.NaN;

    final boolean transA;
    final boolean transB;
    final int m;
    final int n;
    final int k;
    final boolean accumulate;
    final int aOffset = 3;
    final int bOffset = 5;
    final int cOffset = 7;
    final int lda;
    final int ldb;
    final int ldc;
    final float[] a;
    final float[] b;
    final float[] before;

    GemmReference(boolean transA, boolean transB, int m, int n, int k, boolean accumulate, int padding) {
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.accumulate = accumulate;
        lda = (transA ? m : k) + padding;
        ldb = (transB ? k : n) + padding;
        ldc = n + padding;
        Random random = new Random(31L * m + 7L * n + k);
        a = randoms(random, aOffset + lda * (transA ? k : m) + 2);
        b = randoms(random, bOffset + ldb * (transB ? n : k) + 2);
        before = new float[cOffset + ldc * m + 2];
        Arrays.fill(before, STALE);
        for (int i = 0; accumulate && i < m; i++) {
            for (int j = 0; j < n; j++) {
                before[cOffset + i * ldc + j] = random.nextFloat() - 0.5f;
            }
        }
    }

    private static float[] randoms(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    int aIndex(int i, int p) {
        return aOffset + (transA ? p * lda + i : i * lda + p);
    }

    int bIndex(int p, int j) {
        return bOffset + (transB ? j * ldb + p : p * ldb + j);
    }

    float[] run(StridedGemm gemm) {
        float[] c = before.clone();
        gemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        return c;
    }

    float[] runContiguous(Gemm gemm) {
        float[] c = before.clone();
        gemm.gemm(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset);
        return c;
    }

    void check(float[] c) {
        double tolerance = 1e-7 * (k + 10); // rounding of k products below 1/4
        boolean[] inside = new boolean[c.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int index = cOffset + i * ldc + j;
                inside[index] = true;
                double expected = expected(i, j);
                boolean same = Double.isFinite(expected)
                        ? Math.abs(c[index] - expected) <= tolerance
                        : Double.compare(c[index], expected) == 0;
                if (!same) {
                    throw new AssertionError(this + " at [" + i + "," + j + "]: " + c[index] + ", not " + expected);
                }
            }
        }
        for (int index = 0; index < c.length; index++) {
            if (!inside[index] && !Float.isNaN(c[index])) {
                throw new AssertionError(this + " wrote outside C at " + index);
            }
        }
    }

    private double expected(int i, int j) {
        double sum = accumulate ? before[cOffset + i * ldc + j] : 0;
        for (int p = 0; p < k; p++) {
            sum += (double) a[aIndex(i, p)] * b[bIndex(p, j)];
        }
        return sum;
    }

    @Override
    public String toString() {
        return (transA ? "T" : "N") + (transB ? "T" : "N") + " " + m + "x" + n + "x" + k
                + (accumulate ? " accumulating" : "");
    }
}
