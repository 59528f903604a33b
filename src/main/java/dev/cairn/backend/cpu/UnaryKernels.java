package dev.cairn.backend.cpu;

import dev.cairn.backend.Unary;

/** y = f(x) for every {@link Unary}; the parameter p is that of the function. */
final class UnaryKernels {
    private UnaryKernels() {
    }

    static Kernel of(Unary f) {
        return switch (f) {
            case IDENTITY -> UnaryKernels::identity;
            case ABS -> UnaryKernels::abs;
            case SQUARE -> UnaryKernels::square;
            case SQRT -> UnaryKernels::sqrt;
            case EXP -> UnaryKernels::exp;
            case LOG -> UnaryKernels::log;
            case SIGMOID -> UnaryKernels::sigmoid;
            case TANH -> UnaryKernels::tanh;
            case SCALED_TANH -> UnaryKernels::scaledTanh;
            case RELU -> UnaryKernels::relu;
            case LEAKY_RELU -> UnaryKernels::leakyRelu;
            case GELU -> Gelu::value;
        };
    }

    /** What one element costs, in additions. */
    static long cost(Unary f) {
        return switch (f) {
            case IDENTITY, ABS, SQUARE, SQRT, RELU, LEAKY_RELU -> 1;
            case EXP, LOG, SIGMOID, TANH, SCALED_TANH, GELU -> 16;
        };
    }

    private static void identity(double p, double q, float[] x, float[] b, float[] y, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = x[i];
        }
    }

    private static void abs(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = Math.abs(x[i]);
        }
    }

    private static void square(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] * x[i];
        }
    }

    private static void sqrt(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void exp(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Exponential.of(x[i]);
        }
    }

    private static void log(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.log(x[i]);
        }
    }

    private static void sigmoid(double p, double q, float[] x, float[] b, float[] y, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Exponential.sigmoid(x[i]);
        }
    }

    private static void tanh(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Exponential.tanh(x[i]);
        }
    }

    private static void scaledTanh(double p, double q, float[] x, float[] b, float[] y, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = (float) (1.7159 * Exponential.tanh(x[i] * (2.0 / 3)));
        }
    }

    private static void relu(double p, double q, float[] x, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(x[i], 0);
        }
    }

    private static void leakyRelu(double p, double q, float[] x, float[] b, float[] y, int from, int to,
            double[] work) {
        float slope = (float) p;
        for (int i = from; i < to; i++) {
            y[i] = Math.max(x[i], 0) + slope * Math.min(x[i], 0);
        }
    }
}
