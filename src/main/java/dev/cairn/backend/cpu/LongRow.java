package dev.cairn.backend.cpu;

/**
 * Sums over one row, and its maximum, of hundreds of elements, in double precision, and what needs them. The elements are dealt out in turn to
 * lanes, each with a sum of its own, so that the inner loop runs over lanes and compiles to vector instructions.
 */
final class LongRow {
    /** Few enough that adding them up is little work, and enough for a loop of vectors. */
    private static final int LANES = 128;

    private LongRow() {
    }

    /**
     * Σ x; as {@link Row#sum} where that is faster.
     *
     * @param work {@link Scratch#work}
     */
    static double sum(float[] x, int from, int n, double[] work) {
        if (n < 2 * LANES) {
            return Row.sum(x, from, n);
        }
        clear(work);
        for (int done = 0; done < n; done += LANES) {
            add(x, from + done, work, Math.min(LANES, n - done));
        }
        return total(work);
    }

    /** Σ (x - mean)², in lanes whatever the length: what is standardized are samples, long as a rule. */
    private static double squares(float[] x, int from, int n, double mean, double[] work) {
        clear(work);
        for (int done = 0; done < n; done += LANES) {
            addSquares(x, from + done, mean, work, Math.min(LANES, n - done));
        }
        return total(work);
    }

    /**
     * x = (x - mean) / max(deviation, floor)
     *
     * @param work {@link Scratch#work}
     */
    static void standardize(double floor, float[] x, int from, int n, double[] work) {
        double mean = sum(x, from, n, work) / n;
        double deviation = Math.sqrt(squares(x, from, n, mean, work) / n);
        double factor = 1 / Math.max(deviation, floor);
        for (int j = from; j < from + n; j++) {
            x[j] = (float) ((x[j] - mean) * factor);
        }
    }

    /**
     * The largest x, or NaN if there is one; as {@link Row#max} where that is faster.
     *
     * @param work {@link Scratch#work}: lanes in double precision, since of two arrays of floats the compiler would not know
     *             that they are not the same
     */
    static float max(float[] x, int from, int n, double[] work) {
        if (n < 2 * LANES) {
            return Row.max(x, from, n);
        }
        for (int j = 0; j < LANES; j++) {
            work[j] = Double.NEGATIVE_INFINITY;
        }
        for (int done = 0; done < n; done += LANES) {
            raise(x, from + done, work, Math.min(LANES, n - done));
        }
        double max = work[0];
        for (int j = 1; j < LANES; j++) {
            max = Math.max(max, work[j]);
        }
        return (float) max;
    }

    private static void raise(float[] x, int from, double[] lanes, int n) {
        for (int j = 0; j < n; j++) {
            lanes[j] = Math.max(lanes[j], x[from + j]);
        }
    }

    private static void add(float[] x, int from, double[] lanes, int n) {
        for (int j = 0; j < n; j++) {
            lanes[j] += x[from + j];
        }
    }

    private static void addSquares(float[] x, int from, double mean, double[] lanes, int n) {
        for (int j = 0; j < n; j++) {
            double difference = x[from + j] - mean;
            lanes[j] += difference * difference;
        }
    }

    private static void clear(double[] lanes) {
        for (int j = 0; j < LANES; j++) {
            lanes[j] = 0;
        }
    }

    private static double total(double[] lanes) {
        for (int count = LANES; count > 4; count /= 2) {
            for (int j = 0; j < count / 2; j++) {
                lanes[j] += lanes[count / 2 + j];
            }
        }
        return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
    }
}
