package dev.cairn.search;

import java.util.function.DoublePredicate;

/** What a trial does. Several run at once, each on a thread of its own. */
@FunctionalInterface
public interface Objective {
    /**
     * Tries a configuration.
     *
     * @param isHopeless is to be told the score after each evaluation; where it answers true, the trial should end, and
     *                   what it returns then does not count
     * @return the score at the end
     * @throws dev.cairn.train.DivergedException if the numbers diverged: the trial counts as lost, and the search goes on; it
     *                                           ends at any other exception
     */
    double run(Configuration configuration, DoublePredicate isHopeless);
}
