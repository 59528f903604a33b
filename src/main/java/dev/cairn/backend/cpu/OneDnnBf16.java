package dev.cairn.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Products of factors in bfloat16, summed in float32, by {@code dnnl_gemm_bf16bf16f32}, which oneDNN exports and does not
 * document. On processors without instructions for bfloat16 it would be slower than float32. Only without an {@link #obstacle}.
 */
final class OneDnnBf16 extends OneDnnProduct<short[]> {
    private static final String FUNCTION = "dnnl_gemm_bf16bf16f32";

    /** Bound only where it is there. */
    private static final class Native {
        static final MethodHandle GEMM = function(FUNCTION);
    }

    OneDnnBf16() {
        super(MAX_MULTIPLY_ADDS_PER_CALL);
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
        return has(FUNCTION) ? null : "this oneDNN has no function " + FUNCTION;
    }

    @Override
    int invoke(byte transA, byte transB, long m, long n, long k, MemorySegment a, long lda, MemorySegment b, long ldb,
            float beta, MemorySegment c, long ldc) throws Throwable {
        return (int) Native.GEMM.invokeExact(transA, transB, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
    }
}
