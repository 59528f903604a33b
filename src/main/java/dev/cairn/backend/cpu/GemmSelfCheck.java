package dev.cairn.backend.cpu;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** One small product in every transposition, compared with plain Java, before an implementation is trusted. */
final class GemmSelfCheck {

    private static final int M = 19;
    private static final int N = 37;
    private static final int K = 23;
    private static final float TOLERANCE = 1e-4f;

    private GemmSelfCheck() {
    }

    /** What {@code gemm} computes wrongly, or null. */
    static @Nullable String fault(Gemm gemm) {
        float[] a = pattern(M * K, 7);
        float[] b = pattern(K * N, 11);
        Gemm plain = new PlainGemm();
        for (int flags = 0; flags < 8; flags++) {
            boolean transA = (flags & 1) != 0;
            boolean transB = (flags & 2) != 0;
            boolean accumulate = (flags & 4) != 0;
            float[] expected = before(accumulate);
            float[] actual = before(accumulate);
            plain.gemm(transA, transB, M, N, K, a, 0, b, 0, accumulate, expected, 0);
            gemm.gemm(transA, transB, M, N, K, a, 0, b, 0, accumulate, actual, 0);
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE)) {
                    return "its self-check gave " + actual[i] + " instead of " + expected[i];
                }
            }
        }
        return null;
    }

    /** Values to add to, or NaNs that must not be read. */
    private static float[] before(boolean accumulate) {
        float[] c = pattern(M * N, 13);
        if (!accumulate) {
            Arrays.fill(c, Float.NaN);
        }
        return c;
    }

    /** Numbers between -1 and 1 without a period that a wrong stride could hit. */
    private static float[] pattern(int length, int seed) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) Math.sin(seed * (i + 1.0) * (i + 2.0));
        }
        return values;
    }
}
