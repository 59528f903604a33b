package dev.cairn.backend.cpu;

import dev.cairn.backend.Unary;

/** dx = dy · f' for every {@link Unary}; the first operand is what f' is computed from, the second is dy. */
final class GradientKernels {
    private GradientKernels() {
    }

    static Kernel of(Unary f) {
        return switch (f) {
            case IDENTITY -> GradientKernels::identity;
            case ABS, RELU -> GradientKernels::sign;
            case SQUARE -> GradientKernels::square;
            case SQRT -> GradientKernels::sqrt;
            case EXP -> GradientKernels::exp;
            case LOG -> GradientKernels::log;
            case SIGMOID -> GradientKernels::sigmoid;
            case TANH -> GradientKernels::tanh;
            case SCALED_TANH -> GradientKernels::scaledTanh;
            case LEAKY_RELU -> GradientKernels::leakyRelu;
            case GELU -> Gelu::gradient;
        };
    }

    /** What one element costs, in additions. */
    static long cost(Unary f) {
        return f == Unary.GELU ? UnaryKernels.cost(f) : 1;
    }

    private static void identity(double p, double q, float[] y, float[] dy, float[] dx, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i];
        }
    }

    /** For ReLU too: its result is 0 or positive, so the sign is 0 or 1. */
    private static void sign(double p, double q, float[] x, float[] dy, float[] dx, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * Math.signum(x[i]);
        }
    }

    private static void square(double p, double q, float[] x, float[] dy, float[] dx, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (2 * x[i]);
        }
    }

    private static void sqrt(double p, double q, float[] y, float[] dy, float[] dx, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] / (2 * y[i]);
        }
    }

    private static void exp(double p, double q, float[] y, float[] dy, float[] dx, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * y[i];
        }
    }

    private static void log(double p, double q, float[] x, float[] dy, float[] dx, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] / x[i];
        }
    }

    private static void sigmoid(double p, double q, float[] y, float[] dy, float[] dx, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (y[i] * (1 - y[i]));
        }
    }

    /** 1 - y², as a product that keeps its digits where y is near ±1. */
    private static void tanh(double p, double q, float[] y, float[] dy, float[] dx, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * ((1 - y[i]) * (1 + y[i]));
        }
    }

    /** a b (1 - (y / a)²) = (a - y) (a + y) b / a for y = a tanh(b x), in double precision since a is no float. */
    private static void scaledTanh(double p, double q, float[] y, float[] dy, float[] dx, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            dx[i] = (float) (dy[i] * ((1.7159 - y[i]) * (1.7159 + y[i]) * (2.0 / 3 / 1.7159)));
        }
    }

    private static void leakyRelu(double p, double q, float[] y, float[] dy, float[] dx, int from, int to,
            double[] work) {
        float slope = (float) p;
        float rest = (float) (1 - p);
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (slope + rest * Math.max(Math.signum(y[i]), 0));
        }
    }
}
