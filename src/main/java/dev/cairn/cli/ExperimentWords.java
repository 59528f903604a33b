package dev.cairn.cli;

import dev.cairn.files.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * An experiment as words of a command line, so that some of its options can be replaced.
 *
 * @param options the given ones: by name without dashes, its value as text
 */
record ExperimentWords(SequencedMap<String, String> options) {
    private static final Map<String, OptionSpec> KNOWN = known();
    /** Trials that differ in their samples cannot be compared. */
    private static final Set<String> OF_SAMPLES = Set.of("dataset", "data-dir", "train-size", "limit", "test-size",
            "data-seed", "label", "regression", "validation", "grey");
    private static final Set<String> OF_PREPARATION = Set.of("scale", "augment");
    private static final String HIDDEN = "hidden";

    private static Map<String, OptionSpec> known() {
        Map<String, OptionSpec> known = new LinkedHashMap<>();
        for (OptionSpec option : Experiment.options().options()) {
            for (String name : option.names()) {
                known.put(name.substring(2), option);
            }
        }
        return known;
    }

    /** Those of a command line's options that belong to an experiment. */
    static ExperimentWords of(ParseResult parsed) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName().substring(2);
            if (KNOWN.containsKey(name)) {
                options.put(name, isFlag(option)
                        ? Boolean.toString(option.getValue())
                        : option.originalStringValues().getLast());
            }
        }
        return new ExperimentWords(options);
    }

    /** Those of a line as it would follow {@code cairn train}; no value may hold a space. */
    static ExperimentWords parse(String line) {
        try {
            return of(Main.withConverters(new CommandLine(new Experiment()))
                    .parseArgs(line.isBlank() ? new String[0] : line.strip().split("\\s+")));
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether an option takes whole numbers, or lists of them. */
    static boolean isWhole(String name) {
        OptionSpec option = KNOWN.get(name);
        return name.equals(HIDDEN) || option != null && (option.type() == Integer.class || option.type() == int.class
                || option.type() == long.class);
    }

    /**
     * Refuses names that are no hyperparameters, and those that are given already.
     *
     * @throws IllegalArgumentException with the name
     */
    void requireFree(List<String> names) {
        for (String name : names) {
            if (!KNOWN.containsKey(name)) {
                throw new IllegalArgumentException("search space: " + name + " is no option of cairn train; "
                        + Suggestion.of(name, List.copyOf(KNOWN.keySet())) + "cairn train --help lists them");
            }
            if (OF_SAMPLES.contains(name)) {
                throw new IllegalArgumentException("search space: " + name
                        + " decides which samples there are, and trials on other samples cannot be compared");
            }
            if (options.containsKey(name)) {
                throw new IllegalArgumentException(
                        "search space: --" + name + " is given as well; leave one of the two out");
            }
        }
    }

    /** These words with other values for some options. */
    ExperimentWords with(Map<String, String> values) {
        SequencedMap<String, String> all = new LinkedHashMap<>(options);
        all.putAll(values);
        return new ExperimentWords(all);
    }

    /** Those that decide on the samples and what is done to them, as text. */
    String ofSamples() {
        SequencedMap<String, String> some = new LinkedHashMap<>(options);
        some.keySet().removeIf(name -> !OF_SAMPLES.contains(name) && !OF_PREPARATION.contains(name));
        return new ExperimentWords(some).toString();
    }

    /** The data set of these words. */
    DatasetName dataset() {
        return experiment().dataset();
    }

    /** The experiment that these words describe. */
    Experiment experiment() {
        return Experiment.of(words());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        options.forEach((name, value) -> {
            OptionSpec option = KNOWN.get(name);
            if (option == null || !isFlag(option)) {
                words.add("--" + name + "=" + value);
            } else if (Boolean.parseBoolean(value)) {
                words.add("--" + name);
            } else if (option.negatable()) {
                words.add("--no-" + name);
            }
        });
        return words;
    }

    private static boolean isFlag(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    /** As one would type them. */
    @Override
    public String toString() {
        return String.join(" ", words());
    }
}
