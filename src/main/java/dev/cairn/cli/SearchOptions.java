package dev.cairn.cli;

import dev.cairn.search.Configuration;
import dev.cairn.search.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configurations a search tries, and how. */
final class SearchOptions {
    private static final int PATIENT_PARTS = 4;

    @Option(names = "--grid", paramLabel = "SPACE", description = {
        "Every combination of values, as \"learning-rate=0.3,0.1;l2=0,0.001;hidden=64,(512,256)\": options of cairn train by their names; a value with commas in parentheses."})
    private @Nullable String grid;

    @Option(names = "--random", arity = "2", paramLabel = "N SPACE", description = {
        "N combinations at random, as 20 \"learning-rate=0.001..0.5;momentum=even:0.5..0.99\": LOW..HIGH gives equal chances to equal factors, even:LOW..HIGH to equal differences; values as in --grid."})
    private @Nullable List<String> random;

    @Option(names = "--refine", paramLabel = "ROUNDS", defaultValue = "0", description = {
        "Coarse to fine: so many further rounds, each as a finer grid, or as many random trials, around the best so far. Default: ${DEFAULT-VALUE}."})
    private int refine;

    @Option(names = "--search-seed", paramLabel = "N", defaultValue = "0",
            description = "Decides which combinations --random draws. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--search-size", paramLabel = "N", description = {
        "Trials learn from so many training samples, drawn at random; the best settings then learn from all."})
    private @Nullable Integer size;

    @Option(names = "--stop-hopeless", negatable = true, defaultValue = "true", fallbackValue = "true", description = {
        "End trials that, after a quarter of their evaluations or later, are worse than the median of at least four trials of lower numbers had been by then; --no-stop-hopeless runs all to their ends. Default: on."})
    private boolean stopHopeless = true;

    @Option(names = "--parallel", paramLabel = "N",
            description = "How many trials run at once; they share the threads. Default: as many as threads on the CPU, 1 on CUDA.")
    private @Nullable Integer parallel;

    @Option(names = "--top", paramLabel = "N", defaultValue = "10",
            description = "How many of the best trials are listed; trials.csv has all. Default: ${DEFAULT-VALUE}.")
    private int top = 10;

    /** Refuses what no data set could make right. */
    void check() {
        if ((grid == null) == (random == null)) {
            throw new IllegalArgumentException(
                    "a search needs either --grid SPACE or --random N SPACE, as in --grid \"learning-rate=0.3,0.1,0.03\"");
        }
        require("--refine", refine, 0);
        require("--top", top, 1);
        if (random != null) {
            require("--random", count(), 1);
        }
        if (size != null) {
            require("--search-size", size, 1);
        }
        if (parallel != null) {
            require("--parallel", parallel, 1);
        }
    }

    private static void require(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " " + value + ": must be at least " + least);
        }
    }

    private int count() {
        String text = random == null ? "" : random.getFirst();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--random " + text
                    + ": must be a number of trials, and then the space, as in --random 20 \"learning-rate=0.001..0.5\"",
                    e);
        }
    }

    /** The space of the first round. */
    Space space() {
        return Space.parse(spaceText(), ExperimentWords::isWhole);
    }

    private String spaceText() {
        return grid != null ? grid : random == null ? "" : random.getLast();
    }

    /** The configurations of a round, numbered from a number on. */
    List<Configuration> configurations(Space space, int round, int firstNumber) {
        List<SequencedMap<String, String>> points = grid != null
                ? space.grid()
                : space.sample(count(), seed + round);
        List<Configuration> configurations = new ArrayList<>();
        for (SequencedMap<String, String> point : points) {
            configurations.add(new Configuration(firstNumber + configurations.size(), point));
        }
        return configurations;
    }

    /** How many rounds follow the first. */
    int refinements() {
        return refine;
    }

    @Nullable
    Integer size() {
        return size;
    }

    boolean stopsHopeless() {
        return stopHopeless;
    }

    /** After how many of a trial's evaluations the median rule begins to hold. */
    static int patience(Experiment experiment) {
        int evaluations = experiment.epochs() * experiment.evaluationsPerEpoch();
        return Math.ceilDiv(evaluations, PATIENT_PARTS);
    }

    int parallelOr(int usual) {
        return parallel == null ? usual : parallel;
    }

    int top() {
        return top;
    }

    /** What decides which trials there are and how they end, for the folder of the search. */
    void describe(SequencedMap<String, String> settings) {
        settings.put("space", spaceText());
        settings.put("method", grid != null ? "grid" : "random " + count() + " with seed " + seed);
        settings.put("refine", Integer.toString(refine));
        settings.put("search-size", size == null ? "all" : Integer.toString(size));
        settings.put("stop-hopeless", Boolean.toString(stopHopeless));
    }
}
