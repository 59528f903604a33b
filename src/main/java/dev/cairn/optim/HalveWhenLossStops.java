package dev.cairn.optim;

/**
 * Multiplies the learning rate by a factor, by default 1/2, after each epoch whose mean training loss is not below the
 * lowest of the run so far. Runs at the same time need one each, since it remembers that loss.
 */
public final class HalveWhenLossStops implements Schedule {
    private final double by;
    private double lowest = Double.POSITIVE_INFINITY;
    private double factor = 1;

    public HalveWhenLossStops() {
        this(0.5);
    }

    /**
     * @param by the factor, above 0 and below 1
     */
    public HalveWhenLossStops(double by) {
        if (!(by > 0 && by < 1)) {
            throw new IllegalArgumentException("plateau: factor " + by + " must be above 0 and below 1");
        }
        this.by = by;
    }

    @Override
    public double factor(Progress progress) {
        return factor;
    }

    @Override
    public void begin() {
        lowest = Double.POSITIVE_INFINITY;
        factor = 1;
    }

    @Override
    public void onEpoch(double trainLoss) {
        if (trainLoss < lowest) {
            lowest = trainLoss;
        } else {
            factor *= by;
        }
    }

    @Override
    public String toString() {
        return by == 0.5 ? "plateau" : "plateau:" + by;
    }
}
