package dev.cairn.backend.cpu;

/**
 * Exponential functions without branches and bit tricks, so that a loop over them compiles to vector instructions: a
 * polynomial near 0, then repeated squaring, in double precision. As floats the results are within 1 ulp; NaN and
 * infinities are treated as {@link Math} does. Where it can be used, {@link VectorExponential} is faster.
 */
final class Exponential {
    /** e^x is 0 or infinity as a float beyond ±104. */
    private static final double LIMIT = 104;
    /** tanh x is ±1 as a float beyond ±10. */
    private static final double TANH_LIMIT = 10;
    private static final boolean VECTORS = VectorApi.obstacle() == null;

    private Exponential() {
    }

    /** e^x to 10 digits for |x| up to 104; beyond, as at ±104. */
    static double of(double x) {
        double r = Math.max(Math.min(x, LIMIT), -LIMIT) * (1.0 / 4096);
        double e = 1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120)))));
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e;
    }

    /** tanh x = m / (m + 2) with m = e^2x - 1, which doubles its argument by m (m + 2): no digit is lost near 0. */
    static double tanh(double x) {
        double r = Math.max(Math.min(x, TANH_LIMIT), -TANH_LIMIT) * (2.0 / 1024);
        double m = r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120)))));
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        m *= m + 2;
        return m / (m + 2);
    }

    static double sigmoid(double x) {
        return 1 / (1 + of(-x));
    }

    /** y[i] = e^x[i] for i from {@code from} to {@code to - 1}; y may be x. */
    static void apply(float[] x, float[] y, int from, int to) {
        if (VECTORS) {
            VectorExponential.apply(x, y, from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            y[i] = (float) of(x[i]);
        }
    }
}
