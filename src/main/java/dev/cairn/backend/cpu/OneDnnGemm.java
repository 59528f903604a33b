package dev.cairn.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code dnnl_sgemm} of oneDNN. Small and narrow products stay in Java. */
final class OneDnnGemm implements StridedGemm {
    /** Whether the Vector API may compute what it computes faster; without it, oneDNN does. */
    private static final boolean VECTORS = VectorApi.obstacle() == null;

    private static final class Product extends OneDnnProduct<float[]> {
        private static final MethodHandle SGEMM = function("dnnl_sgemm");

        Product(long maxMultiplyAddsPerCall) {
            super(maxMultiplyAddsPerCall);
        }

        @Override
        int invoke(byte transA, byte transB, long m, long n, long k, MemorySegment a, long lda, MemorySegment b,
                long ldb, float beta, MemorySegment c, long ldc) throws Throwable {
            return (int) SGEMM.invokeExact(transA, transB, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
        }
    }

    private final Product product;

    /**
     * The first one loads the library.
     *
     * @throws LinkageError when there is none for this machine, or it cannot be unpacked, loaded or called; the cause
     *         says why
     */
    OneDnnGemm() {
        this(OneDnnProduct.MAX_MULTIPLY_ADDS_PER_CALL);
    }

    /** @param maxMultiplyAddsPerCall how long one call may be; at least the cube of 48, where cuts end */
    OneDnnGemm(long maxMultiplyAddsPerCall) {
        product = new Product(maxMultiplyAddsPerCall);
    }

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public boolean takesPackedFactors() {
        return VECTORS;
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (SmallGemm.suits(m, n, k)) {
            SmallGemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (VECTORS && VectorColumns.beatOneDnn(m, n, k)) {
            VectorColumns.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset,
                    ldc);
        } else if (VECTORS && !transB && VectorRows.beatOneDnn(m, k, ldb)) {
            VectorRows.rowTimesMatrix(n, k, a, aOffset, transA ? lda : 1, b, bOffset, ldb, accumulate, c, cOffset);
        } else {
            product.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }
}
