package dev.cairn.backend.reference;

/** The standard normal distribution, to the last digits of double precision. */
final class Normal {
    private static final double INVERSE_ROOT_2_PI = 1 / Math.sqrt(2 * Math.PI);
    /** Up to here the series, from here the continued fraction is accurate and short. */
    private static final double TAIL = 3;
    private static final int FRACTION_DEPTH = 200;

    private Normal() {
    }

    /** φ(x) = e^(-x²/2) / √(2π). */
    static double density(double x) {
        return INVERSE_ROOT_2_PI * Math.exp(-x * x / 2);
    }

    /** Φ(x), the probability of a number below x. */
    static double cumulative(double x) {
        if (Math.abs(x) <= TAIL) {
            return 0.5 + density(x) * series(x);
        }
        double beyond = tail(Math.abs(x));
        return x < 0 ? beyond : 1 - beyond;
    }

    /** x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + ... (Marsaglia, "Evaluating the Normal Distribution", 2004). */
    private static double series(double x) {
        double sum = x;
        double term = x;
        for (int odd = 3; Math.abs(term) > Math.ulp(sum) / 4; odd += 2) {
            term *= x * x / odd;
            sum += term;
        }
        return sum;
    }

    /** 1 - Φ(x) = φ(x) / (x + 1 / (x + 2 / (x + 3 / (x + ...)))) for large x (Laplace). */
    private static double tail(double x) {
        double fraction = x;
        for (int k = FRACTION_DEPTH; k >= 1; k--) {
            fraction = x + k / fraction;
        }
        return density(x) / fraction;
    }
}
