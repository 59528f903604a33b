package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;

/**
 * Sums over whole buffers or columns, in double precision. The elements are dealt out in turn to about a thousand lanes,
 * each with a sum of its own, so that the inner loop runs over lanes and compiles to vector instructions; a matrix with
 * few columns has several lanes a column. Threads share the lanes, so the result does not depend on how many there are.
 */
final class LaneSums {
    private static final int LANES = 1024;
    private static final double[] NO_WORK = {};

    /** Adds f of one element of each operand to each lane: lanes[j] += f(a[aFrom + j], b[bFrom + j]). */
    @FunctionalInterface
    interface Term {
        /**
         * @param work {@link Scratch#TILE} numbers for intermediate results; no call covers more lanes
         */
        void add(double parameter, float[] a, int aFrom, float[] b, int bFrom, double[] lanes, int from, int to,
                double[] work);
    }

    private final Team team;
    private double[] lanes = new double[LANES];

    LaneSums(Team team) {
        this.team = team;
    }

    /** y[j] = Σ_i x[i, j]. */
    void columnSums(Buffer x, boolean accumulate, Buffer y) {
        int count = deal(LaneSums::plain, 0, 1, x, x, y.length());
        foldColumns(count, accumulate, y);
    }

    /** Σ f(a, b) over all elements. */
    double total(Term f, double parameter, long cost, Buffer a, Buffer b) {
        fold(deal(f, parameter, cost, a, b, 1), 1);
        return lanes[0];
    }

    /** Fills the lanes and returns how many there are: a multiple of the columns. */
    private int deal(Term f, double parameter, long cost, Buffer a, Buffer b, int columns) {
        int count = prepare(a.length(), columns);
        if (team.alone(cost * a.length())) {
            deal(f, parameter, a, b, count, 0, count, team.scratch());
        } else {
            team.share(count, (from, to, scratch) -> deal(f, parameter, a, b, count, from, to, scratch));
        }
        return count;
    }

    private void deal(Term f, double parameter, Buffer a, Buffer b, int count, int from, int to, Scratch scratch) {
        clear(from, to);
        for (int start = 0; start < a.length(); start += count) {
            int end = Math.min(to, a.length() - start);
            for (int lane = from; lane < end; lane += Scratch.TILE) {
                f.add(parameter, HeapBlock.floats(a), a.offset() + start, HeapBlock.floats(b), b.offset() + start,
                        lanes,
                        lane, Math.min(end, lane + Scratch.TILE), scratch.work);
            }
        }
    }

    /** Makes room for the lanes of a matrix and returns how many there are. */
    int prepare(int length, int columns) {
        int count = (int) Math.min(length, (long) Math.max(1, LANES / columns) * columns);
        if (lanes.length < count) {
            lanes = new double[count];
        }
        return count;
    }

    /** Sets the lanes from {@code from} to {@code to - 1} to 0. */
    void clear(int from, int to) {
        for (int j = from; j < to; j++) {
            lanes[j] = 0;
        }
    }

    /** lanes[j] += x[xFrom + j]. */
    void add(float[] x, int xFrom, int from, int to) {
        plain(0, x, xFrom, x, xFrom, lanes, from, to, NO_WORK);
    }

    /** y[j] = the sum of the lanes j, j + columns, j + 2 columns ... */
    void foldColumns(int count, boolean accumulate, Buffer y) {
        int columns = y.length();
        fold(count, columns);
        float[] target = HeapBlock.floats(y);
        for (int j = 0; j < columns; j++) {
            int at = y.offset() + j;
            target[at] = (float) (accumulate ? target[at] + lanes[j] : lanes[j]);
        }
    }

    /** Adds the second half of the lanes to the first until one lane a column is left. */
    private void fold(int count, int columns) {
        int rows = count / columns;
        while (rows > 1) {
            int half = (rows + 1) / 2;
            int distance = half * columns;
            for (int j = 0; j < (rows - half) * columns; j++) {
                lanes[j] += lanes[distance + j];
            }
            rows = half;
        }
    }

    private static void plain(double parameter, float[] a, int aFrom, float[] b, int bFrom, double[] lanes, int from,
            int to, double[] work) {
        for (int j = from; j < to; j++) {
            lanes[j] += a[aFrom + j];
        }
    }

    /** a². */
    static void square(double parameter, float[] a, int aFrom, float[] b, int bFrom, double[] lanes, int from, int to,
            double[] work) {
        for (int j = from; j < to; j++) {
            double x = a[aFrom + j];
            lanes[j] += x * x;
        }
    }
}
