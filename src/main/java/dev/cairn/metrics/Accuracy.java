package dev.cairn.metrics;

/** The share of samples whose largest output is that of the true class. A row with a NaN is a miss. */
public final class Accuracy implements Metric {
    private long hits;
    private long samples;

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public Goal goal() {
        return Goal.MAXIMIZE;
    }

    @Override
    public void reset() {
        hits = 0;
        samples = 0;
    }

    @Override
    public void update(Predictions batch) {
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.predicted(row) == batch.label(row)) {
                hits++;
            }
        }
        samples += batch.rows();
    }

    @Override
    public double value() {
        return (double) hits / samples;
    }
}
