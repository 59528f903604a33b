package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import org.jspecify.annotations.Nullable;

/** Normalisation of columns by their mean and variance over a batch. Threads share the columns. */
final class BatchNormalization {
    private static final long COST = 12;

    private final Team team;
    /** One number a column. */
    private double[] first = {};
    private double[] second = {};
    private double[] third = {};

    BatchNormalization(Team team) {
        this.team = team;
    }

    private void prepare(int columns) {
        if (first.length < columns) {
            first = new double[columns];
            second = new double[columns];
            third = new double[columns];
        }
    }

    void forward(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y) {
        int columns = gamma.length();
        prepare(columns);
        if (team.alone(COST * x.length())) {
            forward(epsilon, momentum, x, gamma, beta, runningMean, runningVariance, mean, inverseStd, y, 0, columns,
                    team.scratch());
        } else {
            team.share(columns, (from, to, scratch) -> forward(epsilon, momentum, x, gamma, beta, runningMean,
                    runningVariance, mean, inverseStd, y, from, to, scratch));
        }
    }

    private void forward(double epsilon, double momentum, Buffer x, Buffer gamma, Buffer beta, Buffer runningMean,
            Buffer runningVariance, Buffer mean, Buffer inverseStd, Buffer y, int firstColumn, int endColumn,
            Scratch scratch) {
        int columns = gamma.length();
        for (int from = firstColumn; from < endColumn; from += Scratch.TILE) {
            int to = Math.min(endColumn, from + Scratch.TILE);
            moments(x, columns, from, to);
            statistics(x.length() / columns, epsilon, momentum, runningMean, runningVariance, mean, inverseStd, from,
                    to);
            normalize(x, gamma, beta, y, from, to, scratch);
        }
    }

    /** first = the mean, second = Σ_i (x - mean)². */
    private void moments(Buffer x, int columns, int from, int to) {
        float[] source = HeapBlock.floats(x);
        int rows = x.length() / columns;
        for (int j = from; j < to; j++) {
            first[j] = 0;
            second[j] = 0;
        }
        for (int row = x.offset(); row < x.offset() + x.length(); row += columns) {
            for (int j = from; j < to; j++) {
                first[j] += source[row + j];
            }
        }
        for (int j = from; j < to; j++) {
            first[j] /= rows;
        }
        for (int row = x.offset(); row < x.offset() + x.length(); row += columns) {
            for (int j = from; j < to; j++) {
                double d = source[row + j] - first[j];
                second[j] += d * d;
            }
        }
    }

    /** Stores what the gradient needs, moves the running figures; second becomes the inverse deviation. */
    private void statistics(int rows, double epsilon, double momentum, Buffer runningMean, Buffer runningVariance,
            Buffer mean, Buffer inverseStd, int from, int to) {
        for (int j = from; j < to; j++) {
            move(runningMean, j, momentum, first[j]);
            move(runningVariance, j, momentum, second[j] / Math.max(rows - 1, 1));
            second[j] = 1 / Math.sqrt(second[j] / rows + epsilon);
            HeapBlock.floats(mean)[mean.offset() + j] = (float) first[j];
            HeapBlock.floats(inverseStd)[inverseStd.offset() + j] = (float) second[j];
        }
    }

    private static void move(Buffer running, int j, double momentum, double towards) {
        float[] values = HeapBlock.floats(running);
        int at = running.offset() + j;
        values[at] = (float) ((1 - momentum) * values[at] + momentum * towards);
    }

    /** y = scale x + shift, with scale in second and shift in third. */
    private void normalize(Buffer x, Buffer gamma, Buffer beta, Buffer y, int from, int to, Scratch scratch) {
        int columns = gamma.length();
        for (int j = from; j < to; j++) {
            second[j] *= HeapBlock.floats(gamma)[gamma.offset() + j];
            third[j] = HeapBlock.floats(beta)[beta.offset() + j] - first[j] * second[j];
        }
        float[] tile = scratch.a;
        int n = to - from;
        for (int at = from; at < x.length(); at += columns) {
            System.arraycopy(HeapBlock.floats(x), x.offset() + at, tile, 0, n);
            for (int j = 0; j < n; j++) {
                tile[j] = (float) (tile[j] * second[from + j] + third[from + j]);
            }
            System.arraycopy(tile, 0, HeapBlock.floats(y), y.offset() + at, n);
        }
    }

    void backward(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy, boolean accumulateX,
            @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta) {
        int columns = gamma.length();
        prepare(columns);
        if (team.alone(COST * x.length())) {
            backward(x, gamma, mean, inverseStd, dy, accumulateX, dx, accumulateParameters, dgamma, dbeta, 0, columns,
                    team.scratch());
        } else {
            team.share(columns, (from, to, scratch) -> backward(x, gamma, mean, inverseStd, dy, accumulateX, dx,
                    accumulateParameters, dgamma, dbeta, from, to, scratch));
        }
    }

    private void backward(Buffer x, Buffer gamma, Buffer mean, Buffer inverseStd, Buffer dy, boolean accumulateX,
            @Nullable Buffer dx, boolean accumulateParameters, Buffer dgamma, Buffer dbeta, int firstColumn,
            int endColumn, Scratch scratch) {
        for (int from = firstColumn; from < endColumn; from += Scratch.TILE) {
            int to = Math.min(endColumn, from + Scratch.TILE);
            parameterGradients(x, mean, inverseStd, dy, accumulateParameters, dgamma, dbeta, from, to);
            if (dx != null) {
                coefficients(x.length() / gamma.length(), gamma, mean, inverseStd, from, to);
                inputGradient(x, dy, gamma.length(), accumulateX, dx, from, to, scratch);
            }
        }
    }

    /** first = Σ_i dy, second = Σ_i dy n, with n = (x - mean) inverseStd. */
    private void parameterGradients(Buffer x, Buffer mean, Buffer inverseStd, Buffer dy, boolean accumulate,
            Buffer dgamma, Buffer dbeta, int from, int to) {
        int columns = dgamma.length();
        for (int j = from; j < to; j++) {
            first[j] = 0;
            second[j] = 0;
            third[j] = HeapBlock.floats(mean)[mean.offset() + j];
        }
        float[] source = HeapBlock.floats(x);
        float[] gradient = HeapBlock.floats(dy);
        for (int row = 0; row < x.length(); row += columns) {
            int xFrom = x.offset() + row;
            int dyFrom = dy.offset() + row;
            for (int j = from; j < to; j++) {
                first[j] += gradient[dyFrom + j];
                second[j] += gradient[dyFrom + j] * (source[xFrom + j] - third[j]);
            }
        }
        for (int j = from; j < to; j++) {
            second[j] *= HeapBlock.floats(inverseStd)[inverseStd.offset() + j];
            put(dgamma, j, accumulate, second[j]);
            put(dbeta, j, accumulate, first[j]);
        }
    }

    private static void put(Buffer buffer, int j, boolean accumulate, double value) {
        float[] values = HeapBlock.floats(buffer);
        int at = buffer.offset() + j;
        values[at] = (float) (accumulate ? values[at] + value : value);
    }

    /** Turns first and second into a and b, third into c of dx = a dy + b x + c. */
    private void coefficients(int rows, Buffer gamma, Buffer mean, Buffer inverseStd, int from, int to) {
        for (int j = from; j < to; j++) {
            double inverse = HeapBlock.floats(inverseStd)[inverseStd.offset() + j];
            double factor = HeapBlock.floats(gamma)[gamma.offset() + j] * inverse;
            double sum = first[j];
            first[j] = factor;
            second[j] = -factor * inverse * second[j] / rows;
            third[j] = -factor * sum / rows - second[j] * HeapBlock.floats(mean)[mean.offset() + j];
        }
    }

    private void inputGradient(Buffer x, Buffer dy, int columns, boolean accumulate, Buffer dx, int from, int to,
            Scratch scratch) {
        float[] source = scratch.a;
        float[] gradient = scratch.b;
        int n = to - from;
        for (int at = from; at < x.length(); at += columns) {
            System.arraycopy(HeapBlock.floats(x), x.offset() + at, source, 0, n);
            System.arraycopy(HeapBlock.floats(dy), dy.offset() + at, gradient, 0, n);
            for (int j = 0; j < n; j++) {
                gradient[j] = (float) (first[from + j] * gradient[j] + second[from + j] * source[j] + third[from + j]);
            }
            Elementwise.store(gradient, n, accumulate, HeapBlock.floats(dx), dx.offset() + at, scratch);
        }
    }
}
