package dev.cairn.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * {@code dnnl_sgemm} of oneDNN, called on heap arrays without a copy. The calls are critical: the garbage collector
 * waits for them, so a product that takes long is made of several calls. Small and narrow products stay in Java.
 */
final class OneDnnGemm implements StridedGemm {

    /** About 10 ms on a slow core with AVX2, and far more than what a call costs. */
    private static final long MAX_MULTIPLY_ADDS_PER_CALL = 250_000_000;
    /** Whether the Vector API may compute what it computes faster; without it, oneDNN does. */
    private static final boolean VECTORS = VectorApi.obstacle() == null;
    /** Cuts fall between the register tiles of every instruction set. */
    private static final int CUT_ALIGNMENT = 48;

    // Static and final: only then are the calls compiled in place, without garbage.
    private static final OneDnnLibrary.Symbols SYMBOLS = OneDnnLibrary.load();
    private static final MethodHandle SGEMM = critical(SYMBOLS.oneDnn(), "dnnl_sgemm",
            FunctionDescriptor.of(JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, ADDRESS,
                    JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_FLOAT, ADDRESS, JAVA_LONG));
    private static final MethodHandle SET_NUM_THREADS = critical(SYMBOLS.openMp(), "omp_set_num_threads",
            FunctionDescriptor.ofVoid(JAVA_INT));

    /** A thread's first product also tells OpenMP to use no other: the pool is the only threading runtime. */
    private static final ThreadLocal<SignalShield> SHIELDS = ThreadLocal.withInitial(() -> {
        useOneThread();
        return new SignalShield();
    });

    private final long maxMultiplyAddsPerCall;
    private final boolean bf16;

    /**
     * The first one loads the library.
     *
     * @throws LinkageError when there is none for this machine, or it cannot be unpacked, loaded or called; the cause
     *         says why
     */
    OneDnnGemm() {
        this(MAX_MULTIPLY_ADDS_PER_CALL, false);
    }

    /**
     * @param maxMultiplyAddsPerCall how long one call may be; at least the cube of 48, where cuts end
     * @param bf16 factors are rounded to bfloat16 where that pays; only without an {@link OneDnnBf16#obstacle}
     */
    OneDnnGemm(long maxMultiplyAddsPerCall, boolean bf16) {
        this.maxMultiplyAddsPerCall = maxMultiplyAddsPerCall;
        this.bf16 = bf16;
    }

    /** Rounds the factors of large products to bfloat16. */
    static OneDnnGemm inBf16() {
        return new OneDnnGemm(MAX_MULTIPLY_ADDS_PER_CALL, true);
    }

    /** A function of oneDNN for calls on heap arrays. */
    static MethodHandle bind(String function, FunctionDescriptor descriptor) {
        return critical(SYMBOLS.oneDnn(), function, descriptor);
    }

    /** Whether oneDNN exports a function. */
    static boolean has(String function) {
        return SYMBOLS.oneDnn().find(function).isPresent();
    }

    private static MethodHandle critical(SymbolLookup symbols, String function, FunctionDescriptor descriptor) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + function));
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(true));
    }

    @Override
    public String name() {
        return bf16 ? "oneDNN in BF16" : "oneDNN";
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (SmallGemm.suits(m, n, k)) {
            SmallGemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (VECTORS && VectorColumns.beatOneDnn(m, n, k)) {
            VectorColumns.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset,
                    ldc);
        } else if ((long) m * n * k <= maxMultiplyAddsPerCall) {
            call(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (k >= m && k >= n) {
            int k1 = half(k);
            int a2 = aOffset + (transA ? k1 * lda : k1);
            int b2 = bOffset + (transB ? k1 : k1 * ldb);
            gemm(transA, transB, m, n, k1, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
            gemm(transA, transB, m, n, k - k1, a, a2, lda, b, b2, ldb, true, c, cOffset, ldc);
        } else if (m >= n) {
            int m1 = half(m);
            int a2 = aOffset + (transA ? m1 : m1 * lda);
            gemm(transA, transB, m1, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
            gemm(transA, transB, m - m1, n, k, a, a2, lda, b, bOffset, ldb, accumulate, c, cOffset + m1 * ldc, ldc);
        } else {
            int n1 = half(n);
            int b2 = bOffset + (transB ? n1 * ldb : n1);
            gemm(transA, transB, m, n1, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
            gemm(transA, transB, m, n - n1, k, a, aOffset, lda, b, b2, ldb, accumulate, c, cOffset + n1, ldc);
        }
    }

    private static int half(int length) {
        return (length / 2 + CUT_ALIGNMENT - 1) / CUT_ALIGNMENT * CUT_ALIGNMENT;
    }

    private void call(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int status;
        SignalShield shield = SHIELDS.get();
        ArraySegments arrays = ArraySegments.ofThisThread();
        shield.raise();
        try {
            if (bf16 && OneDnnBf16.pays(m, n)) {
                status = OneDnnBf16.ofThisThread().gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb,
                        accumulate, arrays.from(c, cOffset), ldc);
            } else {
                status = (int) SGEMM.invokeExact(flag(transA), flag(transB), (long) m, (long) n, (long) k, 1f,
                        arrays.from(a, aOffset), (long) lda, arrays.from(b, bOffset), (long) ldb, accumulate ? 1f : 0f,
                        arrays.from(c, cOffset), (long) ldc);
            }
        } catch (Throwable thrown) {
            throw new IllegalStateException("oneDNN could not be called", thrown);
        } finally {
            shield.lower();
        }
        if (status != 0) {
            throw new IllegalStateException(
                    "oneDNN refused m=" + m + " n=" + n + " k=" + k + " with status " + status);
        }
    }

    private static void useOneThread() {
        try {
            SET_NUM_THREADS.invokeExact(1);
        } catch (Throwable thrown) {
            throw new IllegalStateException("omp_set_num_threads could not be called", thrown);
        }
    }

    static byte flag(boolean transposed) {
        return (byte) (transposed ? 'T' : 'N');
    }
}
