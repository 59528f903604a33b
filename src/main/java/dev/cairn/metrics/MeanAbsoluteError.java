package dev.cairn.metrics;

/** The mean of |output - target| over all elements of all samples. */
public final class MeanAbsoluteError implements Metric {
    private final CompensatedSum sum = new CompensatedSum();
    private long elements;

    @Override
    public String name() {
        return "mae";
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
            sum.add(Math.abs((double) batch.output(i) - batch.target(i)));
        }
        elements += n;
    }

    @Override
    public double value() {
        return sum.value() / elements;
    }
}
