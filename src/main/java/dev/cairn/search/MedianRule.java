package dev.cairn.search;

import dev.cairn.metrics.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Says which trials are hopeless: those whose best score so far is worse than the median of what trials of lower numbers had
 * reached after as many evaluations (as the median stopping rule of Golovin et al., "Google Vizier", 2017, but for the
 * numbers). A trial waits until the lower ones are as far, so that the answer does not depend on who runs when. The unfinished
 * trial of the lowest number never waits.
 */
final class MedianRule {
    private static final int LEAST_TRIALS = 4;

    private final Goal goal;
    private final int patience;
    private final Map<Integer, Curve> curves = new TreeMap<>();
    private boolean cancelled;

    /** @param patience after how many evaluations of a trial the rule begins to hold for it */
    MedianRule(Goal goal, int patience) {
        this.goal = goal;
        this.patience = patience;
    }

    /** A trial will run, or has run. */
    synchronized void add(int trial) {
        curves.put(trial, new Curve());
    }

    /** Notes a score that a trial had on its way, of which nobody asks whether it is hopeless. */
    synchronized void note(int trial, double score) {
        curve(trial).plus(score, goal);
        notifyAll();
    }

    /**
     * Notes a trial's next score; whether the trial is hopeless.
     *
     * @throws CancellationException if the search ended meanwhile
     */
    synchronized boolean isHopeless(int trial, double score) {
        note(trial, score);
        int evaluations = curve(trial).best.size();
        if (evaluations <= patience) {
            return false;
        }
        List<Curve> lower = curves.entrySet().stream().filter(other -> other.getKey() < trial)
                .map(Map.Entry::getValue).toList();
        try {
            while (!cancelled && lower.stream().anyMatch(other -> !other.ended && other.best.size() < evaluations)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
        if (cancelled) {
            throw new CancellationException();
        }
        double[] others = lower.stream().filter(other -> other.best.size() >= evaluations)
                .mapToDouble(other -> other.best.get(evaluations - 1)).sorted().toArray();
        return others.length >= LEAST_TRIALS && goal.isBetter(median(others), curve(trial).best.getLast());
    }

    /** A trial will report no further score. */
    synchronized void end(int trial) {
        curve(trial).ended = true;
        notifyAll();
    }

    /** Nobody will go on. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    private Curve curve(int trial) {
        Curve curve = curves.get(trial);
        if (curve == null) {
            throw new IllegalArgumentException("trial " + trial + ": was not added");
        }
        return curve;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** How a trial went. */
    private static final class Curve {
        /** The best score so far after each evaluation. */
        private final List<Double> best = new ArrayList<>();
        private boolean ended;

        private void plus(double score, Goal goal) {
            double before = best.isEmpty() ? Double.NaN : best.getLast();
            best.add(goal.isBetter(score, before) ? score : before);
        }
    }
}
