package dev.cairn.backend.cpu;

/** Sums over one row and its maximum, short as a row of scores, in double precision and four parts that the processor adds at the same time. */
final class Row {
    private Row() {
    }

    /** Σ x. */
    static double sum(float[] x, int from, int n) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = from;
        for (; j < from + n - 3; j += 4) {
            sum0 += x[j];
            sum1 += x[j + 1];
            sum2 += x[j + 2];
            sum3 += x[j + 3];
        }
        for (; j < from + n; j++) {
            sum0 += x[j];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** The largest x, or NaN if there is one. */
    static float max(float[] x, int from, int n) {
        float max = x[from];
        for (int j = from + 1; j < from + n; j++) {
            max = Math.max(max, x[j]);
        }
        return max;
    }

    /** Σ x y. */
    static double dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int j = 0;
        for (; j < n - 3; j += 4) {
            sum0 += (double) x[xFrom + j] * y[yFrom + j];
            sum1 += (double) x[xFrom + j + 1] * y[yFrom + j + 1];
            sum2 += (double) x[xFrom + j + 2] * y[yFrom + j + 2];
            sum3 += (double) x[xFrom + j + 3] * y[yFrom + j + 3];
        }
        for (; j < n; j++) {
            sum0 += (double) x[xFrom + j] * y[yFrom + j];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
