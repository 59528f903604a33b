package dev.cairn.train;

import dev.cairn.metrics.Goal;

/**
 * Ends a run when a figure has not become better for a while.
 *
 * @param column   the figure watched, as {@code validation_loss}
 * @param goal     which way is better
 * @param patience how many evaluations in a row may bring nothing better, at least 1
 * @param change   by how much a figure must be better to count, at least 0
 */
public record EarlyStopping(String column, Goal goal, int patience, double change) {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("early stopping: patience " + patience + " must be at least 1");
        }
        if (!(change >= 0)) {
            throw new IllegalArgumentException("early stopping: change " + change + " must be at least 0");
        }
    }

    /** Watches the validation loss. */
    public static EarlyStopping after(int patience) {
        return new EarlyStopping("validation_loss", Goal.MINIMIZE, patience, 0);
    }

    /** Whether the history's last evaluations brought nothing better. */
    public boolean stops(History history) {
        double best = Double.NaN;
        int since = 0;
        for (double value : history.column(column)) {
            boolean better = goal.isBetter(value, goal == Goal.MINIMIZE ? best - change : best + change);
            if (better) {
                best = value;
            }
            since = better ? 0 : since + 1;
        }
        return since >= patience;
    }
}
