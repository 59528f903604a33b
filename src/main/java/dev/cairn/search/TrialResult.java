package dev.cairn.search;

import java.util.List;

/**
 * What became of a trial.
 *
 * @param configuration what it tried
 * @param state         how it ended
 * @param score         the figure it is ranked by: at its end, or the best of a trial that was stopped; NaN if it failed
 * @param scores        the same figure after each evaluation on the way
 */
public record TrialResult(Configuration configuration, State state, double score, List<Double> scores) {
    /** How a trial ended. */
    public enum State {
        /** It went to its end. */
        FINISHED,
        /** The median rule stopped it. */
        STOPPED,
        /** Its numbers diverged. */
        DIVERGED
    }

    public TrialResult {
        scores = List.copyOf(scores);
    }
}
