package dev.cairn.metrics;

/** The square root of the mean of (output - target)^2 over all elements of all samples. */
public final class RootMeanSquaredError implements Metric {
    private final CompensatedSum sum = new CompensatedSum();
    private long elements;

    @Override
    public String name() {
        return "rmse";
    }

    @Override
    public Goal goal() {
        return Goal.MINIMIZE;
    }

    @Override
    public void reset() {
        sum.reset();
        elements = 0;
    }

    @Override
    public void update(Predictions batch) {
        int n = batch.rows() * batch.width();
        for (int i = 0; i < n; i++) {
            double error = (double) batch.output(i) - batch.target(i);
            sum.add(error * error);
        }
        elements += n;
    }

    @Override
    public double value() {
        return Math.sqrt(sum.value() / elements);
    }
}
