package dev.cairn.train;

/** Is told how a training run goes; it runs on the training thread, so it should be quick. */
public interface TrainingListener {
    /**
     * A step is done. The device may still be computing it.
     *
     * @param step       the number of steps done in this run
     * @param totalSteps of the whole run
     * @param samples    the number of training samples seen in this run
     */
    default void onStep(long step, long totalSteps, long samples) {
    }

    /** An evaluation is done. */
    default void onEvaluation(History.Row row) {
    }
}
