package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;

/** Matrix products by cuBLAS, of float32 factors or of copies rounded to bfloat16 ({@code kernels/factors.cu}). */
final class Products {
    private final CudaContext context;
    private final RoundedFactors rounding;
    private final Scratch first;
    private final Scratch second;

    Products(CudaContext context, RoundedFactors rounding) {
        this.context = context;
        this.rounding = rounding;
        first = new Scratch(context);
        second = new Scratch(context);
    }

    /** As {@link dev.cairn.backend.Ops#gemm}. */
    void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate, Buffer c) {
        if (m == 0 || n == 0 || k == 0) {
            if (!accumulate) {
                context.fill(0, c);
            }
        } else if (rounding.pays(m, n, k)) {
            int lengthA = m * k;
            int lengthB = k * n;
            Buffer roundedA = room(first, lengthA, m, n, k);
            Buffer roundedB = room(second, lengthB, m, n, k);
            context.kernels().launch("round_factors").pointer(a).pointer(b).pointer(roundedA).pointer(roundedB)
                    .i32(lengthA).i32(lengthB)
                    .run(Geometry.elementBlocks(Math.max(lengthA, lengthB)), Geometry.THREADS, 0, "gemm");
            context.gemm(transA, transB, m, n, k, roundedA, roundedB, true, accumulate, c);
        } else {
            context.gemm(transA, transB, m, n, k, a, b, false, accumulate, c);
        }
    }

    /** For so many numbers of 16 bits, two in a word. */
    private static Buffer room(Scratch scratch, int numbers, int m, int n, int k) {
        try {
            return scratch.words(numbers / 2 + numbers % 2);
        } catch (DeviceException e) {
            throw e.during("gemm of [" + m + ", " + k + "] x [" + k + ", " + n + "]");
        }
    }

    void free() {
        first.free();
        second.free();
    }
}
