package dev.cairn.backend.cpu;

/**
 * {@code a * b + c} as one instruction where the processor has one. Elsewhere {@link Math#fma} computes with big
 * decimals, a thousand times slower, so the product is rounded first there.
 */
final class MultiplyAdd {

    /** Fast calls take nanoseconds even in the interpreter, slow ones microseconds. */
    private static final long SLOW_NANOS_PER_CALL = 500;
    private static final int CALLS = 20;
    private static final int TRIES = 10;

    /** Whether this processor fuses; measured, since Java does not tell. */
    static final boolean FUSED = isFast();

    private MultiplyAdd() {
    }

    static float multiplyAdd(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    /** The best of many tries: a busy machine must not change the answer, for it decides the bits of every result. */
    private static boolean isFast() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            float sum = attempt;
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                sum = Math.fma(sum, 0.7f, 1.1f);
            }
            long nanos = System.nanoTime() - start;
            if (nanos < CALLS * SLOW_NANOS_PER_CALL && sum > 0) {
                return true;
            }
        }
        return false;
    }
}
