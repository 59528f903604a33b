package dev.cairn.metrics;

/** How fast a figure came close to the best value it ever had. */
public final class Convergence {
    private static final double NEAR = 0.01;

    private Convergence() {
    }

    /**
     * The number of epochs after which a figure was first within one percent of its best: |value - best| at most
     * 0.01 |best|, so that an accuracy whose best is 0.97 has arrived at 0.961. NaN values have not arrived.
     *
     * @param perEpoch the figure after each epoch
     * @return 1 for the first epoch; 0 if there is no value but NaN
     */
    public static int epochsUntilWithinOnePercentOfBest(double[] perEpoch, Goal goal) {
        int best = goal.best(perEpoch);
        if (best < 0) {
            return 0;
        }
        int epoch = 0;
        while (!isNear(perEpoch[epoch], perEpoch[best])) {
            epoch++;
        }
        return epoch + 1;
    }

    private static boolean isNear(double value, double best) {
        return value == best || Math.abs(value - best) <= NEAR * Math.abs(best) && Double.isFinite(best);
    }
}
