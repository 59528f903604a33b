package dev.cairn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A figure that a report has: the accuracy on a set in percent, and, where a grid of trainings was made, of the best of them,
 * their mean or the least; or the largest difference that a check of gradients found.
 *
 * @param take  which of several trainings counts
 * @param set   {@code train}, {@code validation}, {@code test} or {@code difference}
 * @param value what was published
 */
record PublishedFigure(Take take, String set, double value) {
    /** Of gradients; the smaller, the better. */
    static final String DIFFERENCE = "difference";

    private static final List<String> SETS = List.of("train", "validation", "test", DIFFERENCE);

    /** What several trainings are taken together to. */
    enum Take {
        BEST, MEAN, LEAST;

        /** One number for all, in which NaN is a training that diverged: the best is among the others. */
        double of(List<Double> values) {
            double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
            return switch (this) {
                case BEST -> Arrays.stream(all).filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
                case MEAN -> Arrays.stream(all).average().orElse(Double.NaN);
                case LEAST -> Arrays.stream(all).min().orElse(Double.NaN);
            };
        }
    }

    /** Reads {@code test 93.5} or {@code best validation 33.9}. */
    static PublishedFigure parse(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        boolean several = words.size() == 3;
        if (!several && words.size() != 2 || !SETS.contains(words.get(words.size() - 2))) {
            throw new IllegalArgumentException(
                    "published figure '" + text + "': reads as test 93.5 or best validation 33.9");
        }
        Take take = several ? Take.valueOf(words.getFirst().toUpperCase(Locale.ROOT)) : Take.MEAN;
        return new PublishedFigure(take, words.get(words.size() - 2), Double.parseDouble(words.getLast()));
    }

    /** Whether this is at least as good as what was published, to the digits that were. */
    boolean isReachedBy(double obtained) {
        return set.equals(DIFFERENCE) ? obtained <= value : Math.round(100 * obtained) >= Math.round(100 * value);
    }

    /** A value of this figure as people read it. */
    String text(double obtained) {
        return String.format(Locale.ROOT, set.equals(DIFFERENCE) ? "%.1e" : "%.2f", obtained);
    }

    /** What it is of, as {@code test} or {@code best validation}, where there are several trainings. */
    String measured(boolean several) {
        return several ? take.name().toLowerCase(Locale.ROOT) + " " + set : set;
    }
}
