package dev.cairn.backend.cpu;

/**
 * Exponential functions without branches and bit tricks, so that a loop over them compiles to vector instructions: a
 * polynomial near 0, then repeated squaring, in double precision. As floats the results are within 1 ulp; NaN and
 * infinities are treated as {@link Math} does.
 */
final class Exponential {
    /** e^x is 0 or infinity as a float beyond ±104. */
    private static final double LIMIT = 104;
    /** tanh x is ±1 as a float beyond ±10. */
    private static final double TANH_LIMIT = 10;

    private Exponential() {
    }

    /** e^x to 10 digits for |x| up to 104; beyond, as at ±104. */
    static double of(double x) {
        return within(Math.max(Math.min(x, LIMIT), -LIMIT));
    }

    /** e^x of a float, whose limits take half the time of a double's. */
    static double of(float x) {
        return within(Math.max(Math.min(x, (float) LIMIT), (float) -LIMIT));
    }

    /** e^x for |x| up to 104. */
    private static double within(double x) {
        double r = x * (1.0 / 4096);
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

    /** x[i] = e^x[i] for i from {@code from} to {@code to - 1}, none of them above 0. */
    static void applyToNegative(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = (float) within(Math.max(x[i], (float) -LIMIT));
        }
    }
}
