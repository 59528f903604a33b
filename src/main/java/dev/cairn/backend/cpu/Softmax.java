package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;

/**
 * Softmax over rows and its gradient. The exponentials of many rows are one long loop, so that narrow rows are as fast as
 * wide ones.
 */
final class Softmax {
    private static final long COST = 28;
    private static final long GRADIENT_COST = 20;

    private final Team team;

    Softmax(Team team) {
        this.team = team;
    }

    void forward(int rows, Buffer x, Buffer y) {
        if (team.alone(COST * x.length())) {
            forward(x, y, x.length() / rows, 0, rows, team.scratch());
        } else {
            team.share(rows, (from, to, scratch) -> forward(x, y, x.length() / rows, from, to, scratch));
        }
    }

    private static void forward(Buffer x, Buffer y, int columns, int firstRow, int endRow, Scratch scratch) {
        float[] target = HeapBlock.floats(y);
        for (int i = firstRow; i < endRow; i++) {
            shift(HeapBlock.floats(x), x.offset() + i * columns, target, y.offset() + i * columns, columns,
                    scratch.work);
        }
        Exponential.applyToNegative(target, y.offset() + firstRow * columns, y.offset() + endRow * columns);
        for (int i = firstRow; i < endRow; i++) {
            int start = y.offset() + i * columns;
            float factor = (float) (1 / LongRow.sum(target, start, columns, scratch.work));
            for (int j = start; j < start + columns; j++) {
                target[j] *= factor;
            }
        }
    }

    /**
     * y = x - max x for one row; returns the maximum.
     *
     * @param work {@link Scratch#work}
     */
    static float shift(float[] x, int xFrom, float[] y, int yFrom, int n, double[] work) {
        float max = LongRow.max(x, xFrom, n, work);
        for (int j = 0; j < n; j++) {
            y[yFrom + j] = x[xFrom + j] - max;
        }
        return max;
    }

    void backward(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx) {
        if (team.alone(GRADIENT_COST * y.length())) {
            backward(y, dy, accumulate, dx, y.length() / rows, 0, rows);
        } else {
            team.share(rows, (from, to, scratch) -> backward(y, dy, accumulate, dx, y.length() / rows, from, to));
        }
    }

    private static void backward(Buffer y, Buffer dy, boolean accumulate, Buffer dx, int columns, int firstRow,
            int endRow) {
        float[] p = HeapBlock.floats(y);
        float[] dp = HeapBlock.floats(dy);
        float[] target = HeapBlock.floats(dx);
        for (int i = firstRow * columns; i < endRow * columns; i += columns) {
            double dot = Row.dot(dp, dy.offset() + i, p, y.offset() + i, columns);
            for (int j = i; j < i + columns; j++) {
                float value = (float) (p[y.offset() + j] * (dp[dy.offset() + j] - dot));
                target[dx.offset() + j] = accumulate ? target[dx.offset() + j] + value : value;
            }
        }
    }
}
