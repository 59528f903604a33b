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
        float max0 = x[from];
        float max1 = max0;
        float max2 = max0;
        float max3 = max0;
        int j = from;
        for (; j < from + n - 3; j += 4) {
            max0 = Math.max(max0, x[j]);
            max1 = Math.max(max1, x[j + 1]);
            max2 = Math.max(max2, x[j + 2]);
            max3 = Math.max(max3, x[j + 3]);
        }
        for (; j < from + n; j++) {
            max0 = Math.max(max0, x[j]);
        }
        return Math.max(Math.max(max0, max1), Math.max(max2, max3));
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
