package dev.cairn.backend.cpu;

/**
 * General matrix product of contiguous row-major matrices: C[m,n] = op(A)[m,k] op(B)[k,n], where op transposes or does
 * nothing. NaN and infinity propagate as IEEE 754 demands. Arguments are trusted, as BLAS trusts them.
 */
public interface Gemm {

    /** What computes here, in a person's words: "oneDNN", "Vector API" or "plain Java". */
    String name();

    /** Whether products by a {@link PackedFactor} are what it would compute, and sooner. */
    default boolean takesPackedFactors() {
        return false;
    }

    /**
     * Computes C = op(A) op(B), or C += op(A) op(B). C must not overlap A or B.
     *
     * @param transA A is stored as [k,m] instead of [m,k]
     * @param transB B is stored as [n,k] instead of [k,n]
     * @param accumulate add to C; where false, what C held is never read, so a stale NaN cannot reach the result
     */
    void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset,
            boolean accumulate, float[] c, int cOffset);
}
