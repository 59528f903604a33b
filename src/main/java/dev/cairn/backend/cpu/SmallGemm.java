package dev.cairn.backend.cpu;

import static dev.cairn.backend.cpu.MultiplyAdd.multiplyAdd;

/** Products so small that a call into a library or the copying of blocks would cost more than the arithmetic. */
final class SmallGemm {

    /** Where these loops stop paying against oneDNN, whose calls cost 0.3 to 0.4 microseconds. */
    private static final long MAX_MULTIPLY_ADDS = 1000;

    private SmallGemm() {
    }

    static boolean suits(int m, int n, int k) {
        return (long) m * n * k <= MAX_MULTIPLY_ADDS;
    }

    /** {@link StridedGemm#gemm}, one row and four columns of C at a time. */
    static void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        int bRow = transB ? 1 : ldb;
        int bColumn = transB ? ldb : 1;
        for (int i = 0; i < m; i++) {
            int ai = aOffset + i * aRow;
            int ci = cOffset + i * ldc;
            int j = 0;
            for (; j + 3 < n; j += 4) {
                fourColumns(k, a, ai, aColumn, b, bOffset + j * bColumn, bRow, bColumn, accumulate, c, ci + j);
            }
            for (; j < n; j++) {
                oneColumn(k, a, ai, aColumn, b, bOffset + j * bColumn, bRow, accumulate, c, ci + j);
            }
        }
    }

    private static void fourColumns(int k, float[] a, int ai, int aColumn, float[] b, int bj, int bRow, int bColumn,
            boolean accumulate, float[] c, int ci) {
        float sum0 = accumulate ? c[ci] : 0f;
        float sum1 = accumulate ? c[ci + 1] : 0f;
        float sum2 = accumulate ? c[ci + 2] : 0f;
        float sum3 = accumulate ? c[ci + 3] : 0f;
        for (int p = 0; p < k; p++) {
            float x = a[ai + p * aColumn];
            int q = bj + p * bRow;
            sum0 = multiplyAdd(x, b[q], sum0);
            sum1 = multiplyAdd(x, b[q + bColumn], sum1);
            sum2 = multiplyAdd(x, b[q + 2 * bColumn], sum2);
            sum3 = multiplyAdd(x, b[q + 3 * bColumn], sum3);
        }
        c[ci] = sum0;
        c[ci + 1] = sum1;
        c[ci + 2] = sum2;
        c[ci + 3] = sum3;
    }

    private static void oneColumn(int k, float[] a, int ai, int aColumn, float[] b, int bj, int bRow,
            boolean accumulate, float[] c, int ci) {
        float sum = accumulate ? c[ci] : 0f;
        for (int p = 0; p < k; p++) {
            sum = multiplyAdd(a[ai + p * aColumn], b[bj + p * bRow], sum);
        }
        c[ci] = sum;
    }
}
