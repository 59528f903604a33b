package dev.cairn.optim;

/**
 * How far a training run has come.
 *
 * @param step          the number of updates made, from 0
 * @param stepsPerEpoch at least 1
 * @param epochs        of the whole run, at least 1
 */
public record Progress(long step, long stepsPerEpoch, int epochs) {
    public Progress {
        if (step < 0 || stepsPerEpoch < 1 || epochs < 1) {
            throw new IllegalArgumentException("progress: step " + step + " of " + stepsPerEpoch + " an epoch over "
                    + epochs + " epochs; steps count from 0, the others from 1");
        }
    }

    /** The number of whole epochs behind. */
    public long epoch() {
        return step / stepsPerEpoch;
    }

    /** The number of updates of the whole run. */
    public long totalSteps() {
        return stepsPerEpoch * epochs;
    }
}
