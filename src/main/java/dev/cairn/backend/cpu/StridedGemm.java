package dev.cairn.backend.cpu;

/**
 * A {@link Gemm} whose operands may be blocks of larger matrices, so that a product can be cut into blocks of rows and
 * columns. A leading dimension is the distance between the starts of two stored rows.
 */
interface StridedGemm extends Gemm {

    /** {@link Gemm#gemm} on blocks with leading dimensions {@code lda}, {@code ldb}, {@code ldc}. */
    void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc);

    @Override
    default void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, boolean accumulate, float[] c, int cOffset) {
        gemm(transA, transB, m, n, k, a, aOffset, transA ? m : k, b, bOffset, transB ? k : n, accumulate, c, cOffset,
                n);
    }
}
