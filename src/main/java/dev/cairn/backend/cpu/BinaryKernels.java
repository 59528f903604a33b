package dev.cairn.backend.cpu;

import dev.cairn.backend.Binary;

/** y = f(a, b) for every {@link Binary}, and other loops over one or two operands. */
final class BinaryKernels {
    private BinaryKernels() {
    }

    static Kernel of(Binary f) {
        return switch (f) {
            case ADD -> BinaryKernels::add;
            case SUBTRACT -> BinaryKernels::subtract;
            case MULTIPLY -> BinaryKernels::multiply;
            case DIVIDE -> BinaryKernels::divide;
        };
    }

    static void add(double p, double q, float[] a, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void subtract(double p, double q, float[] a, float[] b, float[] y, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] - b[i];
        }
    }

    static void multiply(double p, double q, float[] a, float[] b, float[] y, int from, int to,
            double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void divide(double p, double q, float[] a, float[] b, float[] y, int from, int to, double[] work) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] / b[i];
        }
    }

    /** y = p a + q. */
    static void affine(double p, double q, float[] a, float[] b, float[] y, int from, int to, double[] work) {
        float scale = (float) p;
        float shift = (float) q;
        for (int i = from; i < to; i++) {
            y[i] = scale * a[i] + shift;
        }
    }

    /** y = a brought into [p, q]; NaN stays. */
    static void clamp(double p, double q, float[] a, float[] b, float[] y, int from, int to, double[] work) {
        float low = (float) p;
        float high = (float) q;
        for (int i = from; i < to; i++) {
            y[i] = Math.min(Math.max(a[i], low), high);
        }
    }
}
