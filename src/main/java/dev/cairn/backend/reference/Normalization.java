package dev.cairn.backend.reference;

import org.jspecify.annotations.Nullable;

/** Normalisation over the columns of a batch, and over each row. */
final class Normalization {
    private Normalization() {
    }

    static void batchNorm(double epsilon, double momentum, Reals x, Reals gamma, Reals beta, Reals runningMean,
            Reals runningVariance, Reals mean, Reals inverseStd, Reals y) {
        int columns = gamma.length();
        int rows = x.length() / columns;
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int i = j; i < x.length(); i += columns) {
                sum += x.get(i);
            }
            double average = sum / rows;
            double squares = 0;
            for (int i = j; i < x.length(); i += columns) {
                squares += square(x.get(i) - average);
            }
            mean.set(j, average);
            inverseStd.set(j, 1 / Math.sqrt(squares / rows + epsilon));
            move(runningMean, j, momentum, average);
            move(runningVariance, j, momentum, squares / Math.max(rows - 1, 1));
            for (int i = j; i < x.length(); i += columns) {
                y.set(i, gamma.get(j) * (x.get(i) - average) * inverseStd.get(j) + beta.get(j));
            }
        }
    }

    private static void move(Reals running, int j, double momentum, double towards) {
        running.set(j, (1 - momentum) * running.get(j) + momentum * towards);
    }

    static void batchNormGradient(Reals x, Reals gamma, Reals mean, Reals inverseStd, Reals dy, boolean accumulateX,
            @Nullable Reals dx, boolean accumulateParameters, Reals dgamma, Reals dbeta) {
        int columns = gamma.length();
        int rows = x.length() / columns;
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            double dot = 0;
            for (int i = j; i < x.length(); i += columns) {
                sum += dy.get(i);
                dot += dy.get(i) * (x.get(i) - mean.get(j)) * inverseStd.get(j);
            }
            dgamma.put(accumulateParameters, j, dot);
            dbeta.put(accumulateParameters, j, sum);
            if (dx != null) {
                for (int i = j; i < x.length(); i += columns) {
                    double normalized = (x.get(i) - mean.get(j)) * inverseStd.get(j);
                    double centred = dy.get(i) - sum / rows - normalized * dot / rows;
                    dx.put(accumulateX, i, gamma.get(j) * inverseStd.get(j) * centred);
                }
            }
        }
    }

    static void standardizeRow(double floor, Reals x) {
        double mean = Rows.sum(x) / x.length();
        double squares = 0;
        for (int j = 0; j < x.length(); j++) {
            squares += square(x.get(j) - mean);
        }
        double deviation = Math.max(Math.sqrt(squares / x.length()), floor);
        for (int j = 0; j < x.length(); j++) {
            x.set(j, (x.get(j) - mean) / deviation);
        }
    }

    private static double square(double x) {
        return x * x;
    }
}
