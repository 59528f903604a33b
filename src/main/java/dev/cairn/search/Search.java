package dev.cairn.search;

import dev.cairn.CairnException;
import dev.cairn.metrics.Goal;
import dev.cairn.train.DivergedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries configurations, several at once, and keeps what each came to in a file of its own, so that a search that was killed
 * goes on where it was: trials with a file are not repeated. The outcome does not depend on how many run at once.
 */
public final class Search {
    private final TrialFiles files;
    private final Goal goal;
    private final Map<Integer, TrialResult> results;
    private int parallel = 1;
    private @Nullable Integer patience;
    private Consumer<TrialResult> listener = result -> {
    };

    private Search(TrialFiles files, Goal goal) {
        this.files = files;
        this.goal = goal;
        results = new TreeMap<>(files.read());
    }

    /**
     * A search that keeps its trials in this folder, where there may be some of an earlier run of the same search.
     *
     * @param goal whether large scores are good or small ones
     * @throws CairnException if there is a trial that cannot be read
     */
    public static Search in(Path folder, Goal goal) {
        return new Search(new TrialFiles(folder), goal);
    }

    /** How many trials run at once; default 1. */
    public Search parallel(int trials) {
        if (trials < 1) {
            throw new IllegalArgumentException("trials at once " + trials + ": must be at least 1");
        }
        parallel = trials;
        return this;
    }

    /**
     * Stops trials whose best score is worse than the median of those that trials of lower numbers had after as many
     * evaluations, once there are four of these. By default every trial goes to its end.
     *
     * @param firstEvaluations how many evaluations each trial has before the rule holds for it
     */
    public Search stopHopeless(int firstEvaluations) {
        if (firstEvaluations < 1) {
            throw new IllegalArgumentException("first evaluations " + firstEvaluations + ": must be at least 1");
        }
        patience = firstEvaluations;
        return this;
    }

    /** Is told of each trial that ends, by the thread that ran it. */
    public Search listener(Consumer<TrialResult> newListener) {
        listener = newListener;
        return this;
    }

    /** All trials that have ended, by number. */
    public List<TrialResult> results() {
        synchronized (results) {
            return List.copyOf(results.values());
        }
    }

    /**
     * Runs the trials that have not run yet.
     *
     * @return what these configurations came to, in their order
     * @throws CairnException if the folder holds another configuration under the number of one of these
     */
    public List<TrialResult> run(List<Configuration> configurations, Objective objective) {
        MedianRule rule = new MedianRule(goal, patience == null ? Integer.MAX_VALUE : patience);
        results().forEach(result -> recall(rule, result));
        List<Configuration> missing = configurations.stream().filter(this::isMissing).toList();
        missing.forEach(configuration -> rule.add(configuration.number()));
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            for (Configuration configuration : missing) {
                threads.execute(() -> {
                    try {
                        runOne(configuration, objective, rule);
                    } catch (CancellationException e) {
                        // Another trial ended the search, and said why.
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                        rule.cancel();
                    }
                });
            }
        }
        rethrow(failure.get());
        return configurations.stream().map(configuration -> result(configuration.number())).toList();
    }

    private static void recall(MedianRule rule, TrialResult result) {
        int number = result.configuration().number();
        rule.add(number);
        result.scores().forEach(score -> rule.note(number, score));
        rule.end(number);
    }

    private boolean isMissing(Configuration configuration) {
        synchronized (results) {
            TrialResult result = results.get(configuration.number());
            if (result != null && !result.configuration().equals(configuration)) {
                throw new CairnException(files + " holds trial " + configuration.number() + " with "
                        + result.configuration() + ", but this search has " + configuration
                        + " there; use another folder");
            }
            return result == null;
        }
    }

    private TrialResult result(int number) {
        synchronized (results) {
            TrialResult result = results.get(number);
            if (result == null) {
                throw new CancellationException("trial " + number + " was cancelled");
            }
            return result;
        }
    }

    private void runOne(Configuration configuration, Objective objective, MedianRule rule) {
        if (rule.isCancelled()) {
            return;
        }
        int number = configuration.number();
        List<Double> scores = new ArrayList<>();
        boolean[] stopped = {false};
        TrialResult result;
        try {
            double score = objective.run(configuration, next -> {
                scores.add(next);
                stopped[0] |= rule.isHopeless(number, next);
                return stopped[0];
            });
            result = stopped[0]
                    ? new TrialResult(configuration, TrialResult.State.STOPPED, best(scores), scores)
                    : new TrialResult(configuration, TrialResult.State.FINISHED, score, scores);
        } catch (DivergedException e) {
            result = new TrialResult(configuration, TrialResult.State.DIVERGED, Double.NaN, scores);
        }
        files.write(result);
        synchronized (results) {
            results.put(number, result);
        }
        rule.end(number);
        listener.accept(result);
    }

    private double best(List<Double> scores) {
        int best = goal.best(scores.stream().mapToDouble(Double::doubleValue).toArray());
        return best < 0 ? Double.NaN : scores.get(best);
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
            }
        }
    }
}
