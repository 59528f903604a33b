package dev.cairn.optim;

/**
 * How the learning rate changes over a run: a factor on the optimizer's learning rate for each step. Users may write their
 * own as a lambda; {@link Schedules} has the customary ones.
 */
@FunctionalInterface
public interface Schedule {
    /** The factor for the step that comes next. It may depend on nothing else but what {@link #onEpoch} was told. */
    double factor(Progress progress);

    /** A run begins, for schedules that remember what {@link #onEpoch} told them of another: they forget it. */
    default void begin() {
    }

    /** Is told the mean training loss at the end of each epoch, for schedules that depend on it. */
    default void onEpoch(double trainLoss) {
    }
}
