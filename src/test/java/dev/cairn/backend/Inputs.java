package dev.cairn.backend;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Operands for tests, the same every time. */
final class Inputs {
    /** Around the widths of vectors, warps and blocks; with every remainder of four. */
    static final int[] SIZES = {1, 2, 31, 32, 33, 255, 257, 1000};
    /** More than any backend leaves to one thread. */
    static final int LARGE = 70_001;

    private static final float[] SPECIAL = {0, -0f, 1, -1, Float.NaN, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, 1e-30f, -1e-30f, 1e30f, -1e30f, 88.5f, -88.5f, 0.1f, -17.5f, Float.MIN_NORMAL,
        Float.MAX_VALUE, -Float.MAX_VALUE, 1e-5f, -3};

    /** Drawing them takes longer than most operations, so they are kept. */
    private static final Map<Integer, float[]> NORMAL = new ConcurrentHashMap<>();

    private Inputs() {
    }

    /** The first n standard normal numbers of a stream. */
    static float[] normal(int n, int stream) {
        float[] known = NORMAL.compute(stream, (key, old) -> old != null && old.length >= n ? old : draw(n, key));
        return Arrays.copyOf(known, n);
    }

    private static float[] draw(int n, int stream) {
        RandomStream random = new RandomStream(1, stream, 0);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static float[] uniform(int n, int stream, float low, float high) {
        RandomStream random = new RandomStream(2, stream, 0);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat(low, high);
        }
        return values;
    }

    /** Normal numbers with zeros, NaN, infinities, tiny and huge numbers among them. */
    static float[] special(int n, int stream) {
        float[] values = normal(n, stream);
        for (int i = stream % 2; i < n; i += 2) {
            values[i] = SPECIAL[(i / 2 + stream) % SPECIAL.length];
        }
        return values;
    }

    static int[] labels(int n, int classes, int stream) {
        RandomStream random = new RandomStream(3, stream, 0);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(classes);
        }
        return labels;
    }

    static byte[] bytes(int n) {
        RandomStream random = new RandomStream(4, 0, 0);
        byte[] values = new byte[n];
        for (int i = 0; i < n; i++) {
            values[i] = (byte) random.nextInt();
        }
        return values;
    }

    /** Rows of positive numbers that add up to 1. */
    static float[] probabilities(int rows, int columns, int stream) {
        float[] values = uniform(rows * columns, stream, 0.01f, 1);
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += values[i * columns + j];
            }
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] /= (float) sum;
            }
        }
        return values;
    }
}
