package dev.cairn.backend.cpu;

/** Numbers of float32 as bfloat16: the upper half of their bits, rounded to nearest, ties to even; NaN stays NaN. */
final class Bfloat16 {
    private static final int INFINITY = 0x7F800000;
    private static final int QUIET = 0x40;

    private Bfloat16() {
    }

    /** target[to + j] = source[from + j] for n numbers. */
    static void round(float[] source, int from, short[] target, int to, int n) {
        for (int j = 0; j < n; j++) {
            target[to + j] = of(source[from + j]);
        }
    }

    /** Without a branch. */
    static short of(float x) {
        int bits = Float.floatToRawIntBits(x);
        int rounded = bits + 0x7FFF + (bits >>> 16 & 1) >>> 16;
        int nan = INFINITY - (bits & Integer.MAX_VALUE) >> 31;
        return (short) (rounded & ~nan | (bits >>> 16 | QUIET) & nan);
    }
}
