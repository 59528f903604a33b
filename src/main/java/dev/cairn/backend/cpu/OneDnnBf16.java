package dev.cairn.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Products of factors rounded to bfloat16, summed in float32, by {@code dnnl_gemm_bf16bf16f32}, which oneDNN exports and does
 * not document. On processors without instructions for bfloat16 it would be slower than float32.
 */
final class OneDnnBf16 {
    private static final String FUNCTION = "dnnl_gemm_bf16bf16f32";
    /** Elements of C for each row and column, from which on the product saves more time than rounding the factors takes. */
    private static final int WORTH_ROUNDING = 150;
    private static final ThreadLocal<OneDnnBf16> OF_THREAD = ThreadLocal.withInitial(OneDnnBf16::new);

    /** Bound only where it is there. */
    private static final class Native {
        static final MethodHandle GEMM = OneDnnGemm.bind(FUNCTION,
                FunctionDescriptor.of(JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT,
                        ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_FLOAT, ADDRESS, JAVA_LONG));
    }

    private final Factor first = new Factor();
    private final Factor second = new Factor();

    private OneDnnBf16() {
    }

    static OneDnnBf16 ofThisThread() {
        return OF_THREAD.get();
    }

    /** Why this machine cannot do it, or null. */
    static @Nullable String obstacle() {
        if (!Processor.has("avx512_bf16") && !Processor.has("amx_bf16")) {
            return "it needs a processor with AVX512-BF16 or AMX, which " + Processor.name() + " is not known to have";
        }
        GemmChain.Link oneDnn = GemmChain.ofThisMachine().links().getFirst();
        if (!oneDnn.used()) {
            return "it needs oneDNN, which is not in use: " + oneDnn.reason();
        }
        return OneDnnGemm.has(FUNCTION) ? null : "this oneDNN has no function " + FUNCTION;
    }

    /** Whether rounding the factors of such a product pays. */
    static boolean pays(int m, int n) {
        return (long) m * n >= (long) WORTH_ROUNDING * (m + n);
    }

    /** {@link StridedGemm#gemm}; returns oneDNN's status. */
    int gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, MemorySegment c, int ldc) throws Throwable {
        first.round(transA ? k : m, transA ? m : k, a, aOffset, lda);
        second.round(transB ? n : k, transB ? k : n, b, bOffset, ldb);
        return (int) Native.GEMM.invokeExact(OneDnnGemm.flag(transA), OneDnnGemm.flag(transB), (long) m, (long) n,
                (long) k, 1f, first.segment, (long) (transA ? m : k), second.segment, (long) (transB ? k : n),
                accumulate ? 1f : 0f, c, (long) ldc);
    }

    /** A rounded operand; memory is kept from call to call. */
    private static final class Factor {
        private short[] values = {};
        private MemorySegment segment = MemorySegment.ofArray(values);

        void round(int rows, int columns, float[] source, int offset, int distance) {
            if (values.length < rows * columns) {
                values = new short[rows * columns];
                segment = MemorySegment.ofArray(values);
            }
            Bfloat16.round(rows, columns, source, offset, distance, values);
        }
    }
}
