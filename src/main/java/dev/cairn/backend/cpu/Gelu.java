package dev.cairn.backend.cpu;

/**
 * GELU, x Φ(x), and its gradient, Φ(x) + x φ(x). Φ(-|x|) = e^(-x²/2) g(|x|) with g a polynomial in t = 1 / (1 + 0.3 |x|),
 * fitted to a relative error of 4e-9, so the lower tail keeps its digits. Two loops each: one alone is too long for the
 * compiler's vectoriser.
 */
final class Gelu {
    private static final double INVERSE_ROOT_2_PI = 0.3989422804014327;

    private Gelu() {
    }

    static void value(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        bell(x, from, to, work);
        for (int i = from; i < to; i++) {
            double lower = work[i - from] * tailFactor(Math.abs(x[i]));
            y[i] = (float) (x[i] * cumulative(lower, Math.signum(x[i])));
        }
    }

    static void gradient(double p, double q, float[] x, float[] dy, float[] dx, int from, int to, double[] work) {
        bell(x, from, to, work);
        for (int i = from; i < to; i++) {
            double lower = work[i - from] * tailFactor(Math.abs(x[i]));
            double slope = cumulative(lower, Math.signum(x[i])) + x[i] * work[i - from] * INVERSE_ROOT_2_PI;
            dx[i] = (float) (dy[i] * slope);
        }
    }

    /** work = e^(-x²/2). */
    private static void bell(float[] x, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            work[i - from] = Exponential.of(-0.5 * x[i] * x[i]);
        }
    }

    /** Φ(-z) / e^(-z²/2) for z at least 0. */
    private static double tailFactor(float z) {
        double t = 1 / (1 + 0.3 * z);
        return t * (0.1196867166 + t * (0.119571318 + t * (0.110239345 + t * (0.07837222274 + t * (0.09620494675
                + t * (-0.07950924905 + t * (0.1918834398 + t * (-0.2282849304 + t * (0.1124648652
                        - t * 0.02062867634)))))))));
    }

    /** Φ(x) from Φ(-|x|): itself for negative x, 1 minus it for positive x, half way between at 0. */
    private static double cumulative(double lower, float sign) {
        double upper = 0.5 + 0.5 * sign;
        return lower + upper * (1 - 2 * lower);
    }
}
