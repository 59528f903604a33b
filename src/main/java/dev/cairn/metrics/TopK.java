package dev.cairn.metrics;

/** The share of samples whose true class is among the k largest outputs. A row with a NaN is a miss. */
public final class TopK implements Metric {
    private final int k;
    private long hits;
    private long samples;

    /**
     * @param k at least 1, at most the number of classes
     */
    public TopK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("top-k: k is " + k + ", must be at least 1");
        }
        this.k = k;
    }

    /** The number of guesses allowed. */
    public int k() {
        return k;
    }

    @Override
    public String name() {
        return "top" + k;
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
        if (k > batch.classes()) {
            throw new IllegalArgumentException("top-k: k is " + k + ", but there are " + batch.classes() + " classes");
        }
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.rankOfLabel(row) < k) {
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
