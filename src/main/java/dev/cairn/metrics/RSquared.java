package dev.cairn.metrics;

/**
 * The coefficient of determination, 1 - sum (target - output)^2 / sum (target - mean)^2: 1 for a perfect model, 0 for one
 * that always answers the mean, below for worse. Several outputs count alike: the mean of their coefficients. NaN where a
 * target never varies. The targets' spread is gathered in one pass as by Welford, "Note on a Method for Calculating
 * Corrected Sums of Squares and Products" (1962).
 */
public final class RSquared implements Metric {
    private long samples;
    private double[] mean = new double[0];
    private double[] spread = new double[0];
    private CompensatedSum[] residual = new CompensatedSum[0];

    @Override
    public String name() {
        return "r2";
    }

    @Override
    public Goal goal() {
        return Goal.MAXIMIZE;
    }

    @Override
    public void reset() {
        samples = 0;
    }

    @Override
    public void update(Predictions batch) {
        int width = batch.width();
        if (samples == 0) {
            start(width);
        } else if (width != mean.length) {
            throw new IllegalArgumentException("r2: a batch of width " + width + " after one of width " + mean.length);
        }
        for (int row = 0; row < batch.rows(); row++) {
            samples++;
            for (int column = 0; column < width; column++) {
                add(column, batch.output(row * width + column), batch.target(row * width + column));
            }
        }
    }

    private void start(int width) {
        mean = new double[width];
        spread = new double[width];
        residual = new CompensatedSum[width];
        for (int column = 0; column < width; column++) {
            residual[column] = new CompensatedSum();
        }
    }

    private void add(int column, double output, double target) {
        residual[column].add((target - output) * (target - output));
        double distance = target - mean[column];
        mean[column] += distance / samples;
        spread[column] += distance * (target - mean[column]);
    }

    @Override
    public double value() {
        if (samples == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int column = 0; column < mean.length; column++) {
            sum += spread[column] == 0 ? Double.NaN : 1 - residual[column].value() / spread[column];
        }
        return sum / mean.length;
    }
}
