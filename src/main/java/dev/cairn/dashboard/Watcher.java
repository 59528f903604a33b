package dev.cairn.dashboard;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Normalisation;
import dev.cairn.metrics.Classification;
import dev.cairn.report.Answers;
import dev.cairn.report.DecisionRegions;
import dev.cairn.train.Evaluator;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a network does with some samples while it trains, on the training thread, so rarely that the training loses half a
 * percent of its time.
 */
public final class Watcher {
    private static final int MOST_SAMPLES = 1000;
    private static final int BATCH = 500;
    private static final int REGION_SIDE = 80;
    private static final double SHARE = 0.005;
    /** Until then Java has compiled most of what a look needs: at once, the first takes ten times as long as any other. */
    private static final double SECONDS_BEFORE_THE_FIRST = 0.5;
    /** It is slower than others all the same, and says little about the next. */
    private static final double MOST_SECONDS_AFTER_THE_FIRST = 2;

    private final Evaluator evaluator;
    private final String set;
    private final ArrayDataset samples;
    private final Normalisation normalisation;
    private final double share;
    private long nextNanos;
    private boolean hasLooked;

    /**
     * @param set           what the samples are called, such as {@code validation}
     * @param data          labelled; the first 1000 samples are looked at
     * @param normalisation from the data to the network's input
     */
    public Watcher(Evaluator evaluator, String set, ArrayDataset data, Normalisation normalisation) {
        this(evaluator, set, data, normalisation, SHARE);
    }

    /** @param share of the training time that may be spent on looking; from 1 on it looks after every evaluation */
    Watcher(Evaluator evaluator, String set, ArrayDataset data, Normalisation normalisation, double share) {
        if (data.classes() == 0) {
            throw new IllegalArgumentException("watching: needs samples with classes, not " + data);
        }
        this.evaluator = evaluator;
        this.set = data.size() > MOST_SAMPLES ? "the first " + MOST_SAMPLES + " " + set + " samples" : set + " samples";
        this.samples = data.take(Math.min(MOST_SAMPLES, data.size()));
        this.normalisation = normalisation;
        this.share = share;
        nextNanos = System.nanoTime() + (share < 1 ? (long) (1e9 * SECONDS_BEFORE_THE_FIRST) : 0);
    }

    /** A look, or null if it is too early for another one. */
    @Nullable
    Snapshot lookIfDue(double epoch) {
        long begin = System.nanoTime();
        if (begin - nextNanos < 0) {
            return null;
        }
        Snapshot seen = look(epoch);
        long end = System.nanoTime();
        double pause = (end - begin) * 1e-9 / share;
        nextNanos = end + (long) (1e9 * (hasLooked ? pause : Math.min(pause, MOST_SECONDS_AFTER_THE_FIRST)));
        hasLooked = true;
        return seen;
    }

    /** A look, whatever time it takes. */
    Snapshot look(double epoch) {
        Answers answers = new Answers();
        Classification result = (Classification) evaluator.evaluate(
                samples.batches(Math.min(BATCH, samples.size())).normalised(normalisation), answers);
        DecisionRegions regions = samples.sampleShape().elements() == 2
                ? DecisionRegions.of(evaluator, samples, normalisation, REGION_SIDE)
                : null;
        return new Snapshot(epoch, set, samples, result.confusion(), answers, regions);
    }
}
