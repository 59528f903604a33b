package dev.cairn.backend.cpu;

/** Numbers of float32 as bfloat16: the upper half of their bits, rounded to nearest, ties to even; NaN stays NaN. */
final class Bfloat16 {
    static final int INFINITY = 0x7F800000;
    /** Makes a NaN of one whose only set bits are lost. */
    static final int QUIET = 0x40;
    /** The largest lower half that is rounded down whatever the upper half. */
    static final int BELOW_HALF = 0x7FFF;
    private static final boolean VECTORS = VectorApi.obstacle() == null;

    private Bfloat16() {
    }

    /** target[to + j] = source[from + j] for n numbers. */
    static void round(float[] source, int from, short[] target, int to, int n) {
        int whole = VECTORS ? VectorBfloat16.round(source, from, target, to, n) : 0;
        for (int j = whole; j < n; j++) {
            target[to + j] = of(source[from + j]);
        }
    }

    /** Without a branch. */
    static short of(float x) {
        int bits = Float.floatToRawIntBits(x);
        int rounded = bits + BELOW_HALF + (bits >>> 16 & 1) >>> 16;
        int nan = INFINITY - (bits & Integer.MAX_VALUE) >> 31;
        return (short) (rounded & ~nan | (bits >>> 16 | QUIET) & nan);
    }
}
