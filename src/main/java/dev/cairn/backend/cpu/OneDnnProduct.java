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
 * A matrix product of oneDNN, called on heap arrays without a copy. The calls are critical: the garbage collector waits for
 * them, so a product that takes long is made of several.
 *
 * @param <F> the arrays of its factors
 */
abstract class OneDnnProduct<F> {
    /** About 17 ms on a slow core with AVX2, and far more than what a call costs. */
    static final long MAX_MULTIPLY_ADDS_PER_CALL = 420_000_000;

    // Static and final: only then are the calls compiled in place, without garbage.
    private static final OneDnnLibrary.Symbols SYMBOLS = OneDnnLibrary.load();
    private static final MethodHandle SET_NUM_THREADS = critical(SYMBOLS.openMp(), "omp_set_num_threads",
            FunctionDescriptor.ofVoid(JAVA_INT));

    /** A thread's first product also tells OpenMP to use no other: the pool is the only threading runtime. */
    private static final ThreadLocal<SignalShield> SHIELDS = ThreadLocal.withInitial(() -> {
        useOneThread();
        return new SignalShield();
    });

    private final long maxMultiplyAddsPerCall;

    /** @param maxMultiplyAddsPerCall see {@link Piece#of} */
    OneDnnProduct(long maxMultiplyAddsPerCall) {
        this.maxMultiplyAddsPerCall = maxMultiplyAddsPerCall;
    }

    /** Whether oneDNN exports a function. */
    static boolean has(String function) {
        return SYMBOLS.oneDnn().find(function).isPresent();
    }

    /** A function with the arguments of {@link #invoke}. */
    static MethodHandle function(String name) {
        return critical(SYMBOLS.oneDnn(), name,
                FunctionDescriptor.of(JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT,
                        ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_FLOAT, ADDRESS, JAVA_LONG));
    }

    private static MethodHandle critical(SymbolLookup symbols, String function, FunctionDescriptor descriptor) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + function));
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(true));
    }

    private static void useOneThread() {
        try {
            SET_NUM_THREADS.invokeExact(1);
        } catch (Throwable thrown) {
            throw new IllegalStateException("omp_set_num_threads could not be called", thrown);
        }
    }

    /** oneDNN's function, from which C = A B, or C += A B where beta is 1; returns its status. */
    abstract int invoke(byte transA, byte transB, long m, long n, long k, MemorySegment a, long lda, MemorySegment b,
            long ldb, float beta, MemorySegment c, long ldc) throws Throwable;

    /** {@link StridedGemm#gemm}. */
    final void gemm(boolean transA, boolean transB, int m, int n, int k, F a, int aOffset, int lda, F b, int bOffset,
            int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        byte orderA = order(transA);
        byte orderB = order(transB);
        float beta = accumulate ? 1 : 0;
        if (Piece.isAll(m, n, k, maxMultiplyAddsPerCall)) {
            call(orderA, orderB, m, n, k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        } else {
            pieces(Piece.of(m, n, k, maxMultiplyAddsPerCall), orderA, transA ? 1 : lda, transA ? lda : 1, orderB,
                    transB ? ldb : 1, transB ? 1 : ldb, m, n,
                    k, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        }
    }

    /**
     * A product in several calls; a row of A and a column are so many elements apart. Nothing in these loops depends on an order or
     * on beta: the compiler would make a copy of the loop, and so of the whole call, for each case, which took it 60 MiB.
     */
    private void pieces(Piece piece, byte orderA, int aRow, int aColumn, byte orderB, int bColumn, int bRow, int m,
            int n, int k, F a, int aOffset, int lda, F b, int bOffset, int ldb, float beta, float[] c, int cOffset,
            int ldc) {
        float scale = beta;
        for (int p = 0; p < k; p += piece.k()) {
            int steps = Math.min(piece.k(), k - p);
            for (int i = 0; i < m; i += piece.m()) {
                int rows = Math.min(piece.m(), m - i);
                for (int j = 0; j < n; j += piece.n()) {
                    call(orderA, orderB, rows, Math.min(piece.n(), n - j), steps, a, aOffset + i * aRow + p * aColumn,
                            lda, b, bOffset + p * bRow + j * bColumn, ldb, scale, c, cOffset + i * ldc + j, ldc);
                }
            }
            scale = 1;
        }
    }

    private void call(byte orderA, byte orderB, int m, int n, int k, F a, int aOffset, int lda, F b, int bOffset,
            int ldb, float beta, float[] c, int cOffset, int ldc) {
        int status;
        SignalShield shield = SHIELDS.get();
        ArraySegments arrays = ArraySegments.ofThisThread();
        shield.raise();
        try {
            status = invoke(orderA, orderB, m, n, k, arrays.from(a, aOffset), lda, arrays.from(b, bOffset), ldb, beta,
                    arrays.from(c, cOffset), ldc);
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

    private static byte order(boolean transposed) {
        return (byte) (transposed ? 'T' : 'N');
    }
}
