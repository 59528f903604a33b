package dev.cairn.backend.reference;

import dev.cairn.backend.Binary;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Unary;

/** The functions of one or two numbers that {@link Unary}, {@link Binary} and {@link Pointwise} name. */
final class Functions {
    private static final double TANH_HEIGHT = 1.7159;
    private static final double TANH_STEEPNESS = 2.0 / 3;

    private Functions() {
    }

    static double value(Unary f, double parameter, double x) {
        return switch (f) {
            case IDENTITY -> x;
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SIGMOID -> sigmoid(x);
            case TANH -> Math.tanh(x);
            case SCALED_TANH -> TANH_HEIGHT * Math.tanh(TANH_STEEPNESS * x);
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : parameter * x;
            case GELU -> x * Normal.cumulative(x);
        };
    }

    /** f'(x), from y where the gradient is computed from the result, else from x. */
    static double slope(Unary f, double parameter, double saved) {
        return switch (f) {
            case IDENTITY -> 1;
            case ABS -> Math.signum(saved);
            case SQUARE -> 2 * saved;
            case SQRT -> 1 / (2 * saved);
            case EXP -> saved;
            case LOG -> 1 / saved;
            case SIGMOID -> saved * (1 - saved);
            case TANH -> 1 - saved * saved;
            case SCALED_TANH -> {
                double tanh = saved / TANH_HEIGHT;
                yield TANH_HEIGHT * TANH_STEEPNESS * (1 - tanh * tanh);
            }
            case RELU -> Math.signum(saved);
            case LEAKY_RELU -> saved > 0 ? 1 : parameter;
            case GELU -> Normal.cumulative(saved) + saved * Normal.density(saved);
        };
    }

    static double value(Binary f, double a, double b) {
        return switch (f) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
        };
    }

    static double value(Pointwise l, double parameter, double p, double t) {
        double d = p - t;
        return switch (l) {
            case SQUARED -> d * d;
            case ABSOLUTE -> Math.abs(d);
            case HUBER -> Math.abs(d) <= parameter ? d * d / 2 : parameter * (Math.abs(d) - parameter / 2);
            case BINARY_CROSS_ENTROPY ->
                (1 - t) * p + (1 + (parameter - 1) * t) * (Math.log1p(Math.exp(-Math.abs(p))) + Math.max(-p, 0));
        };
    }

    /** dl / dp. */
    static double slope(Pointwise l, double parameter, double p, double t) {
        double d = p - t;
        return switch (l) {
            case SQUARED -> 2 * d;
            case ABSOLUTE -> Math.signum(d);
            case HUBER -> Math.clamp(d, -parameter, parameter);
            case BINARY_CROSS_ENTROPY -> (1 - t) - (1 + (parameter - 1) * t) * sigmoid(-p);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
