package dev.cairn.backend.cpu;

/**
 * GELU, x Φ(x), and its gradient, Φ(x) + x φ(x). Both begin at -|x|, where the lower tail keeps its digits: Φ(-|x|) =
 * e^(-x²/2) g(|x|) with g a polynomial in t = 1 / (1 + 0.3 |x|), fitted to a relative error of 4e-9. Three short loops each,
 * since the compiler does not vectorise one long loop.
 */
final class Gelu {
    /** 1 / √(2π). */
    private static final double DENSITY_AT_ZERO = 0.3989422804014327;

    private Gelu() {
    }

    static void value(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        bell(x, from, to - from, work);
        for (int i = 0; i < to - from; i++) {
            work[i] *= tail(Math.abs(x[from + i]));
        }
        for (int i = from; i < to; i++) {
            y[i] = (float) (x[i] * mirrored(work[i - from], Math.signum(x[i])));
        }
    }

    static void gradient(double p, double q, float[] x, float[] dy, float[] dx, int from, int to, double[] work) {
        bell(x, from, to - from, work);
        for (int i = 0; i < to - from; i++) {
            double z = Math.abs(x[from + i]);
            work[i] *= tail(z) - z * DENSITY_AT_ZERO;
        }
        for (int i = from; i < to; i++) {
            dx[i] = (float) (dy[i] * mirrored(work[i - from], Math.signum(x[i])));
        }
    }

    /** e^(-x²/2) for n elements. */
    private static void bell(float[] x, int from, int n, double[] bell) {
        for (int i = 0; i < n; i++) {
            double element = x[from + i];
            bell[i] = Exponential.of(-0.5 * element * element);
        }
    }

    /** g(z) = Φ(-z) / e^(-z²/2) for z at least 0. */
    private static double tail(double z) {
        double t = 1 / (1 + 0.3 * z);
        return t * (0.1196867166 + t * (0.119571318 + t * (0.110239345 + t * (0.07837222274 + t * (0.09620494675
                + t * (-0.07950924905 + t * (0.1918834398 + t * (-0.2282849304 + t * (0.1124648652
                        - t * 0.02062867634)))))))));
    }

    /** f(x) from f(-|x|) where f(-x) = 1 - f(x): Φ is such a function, and so is the gradient. */
    private static double mirrored(double lower, float sign) {
        double upper = 0.5 + 0.5 * sign;
        return lower + upper * (1 - 2 * lower);
    }
}
