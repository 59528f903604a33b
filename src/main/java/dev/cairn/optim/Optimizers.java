package dev.cairn.optim;

import dev.cairn.files.Suggestion;
import java.util.List;

/** Optimizers by name, for command lines and files. */
public final class Optimizers {
    private static final List<String> NAMES = List.of("sgd", "nesterov", "rmsprop", "adadelta", "adam", "adamw");

    private Optimizers() {
    }

    /** All names, in the order of a help text. */
    public static List<String> names() {
        return NAMES;
    }

    /** The learning rate to begin with where none is known. */
    public static double customaryLearningRate(String name) {
        return switch (known(name)) {
            case "sgd", "nesterov" -> 0.1;
            case "adadelta" -> 1;
            default -> 1e-3;
        };
    }

    /**
     * The optimizer of a name, with the field's defaults for all else.
     *
     * @param momentum for {@code sgd} and {@code nesterov}; 0 for the others, which have none
     * @throws IllegalArgumentException if there is no such optimizer, or it cannot have these settings
     */
    public static Optimizer named(String name, double learningRate, double momentum) {
        if (momentum != 0 && !List.of("sgd", "nesterov").contains(known(name))) {
            throw new IllegalArgumentException(
                    "momentum " + momentum + ": " + name + " has none; sgd and nesterov have");
        }
        return switch (known(name)) {
            case "sgd" -> new Sgd(learningRate, momentum);
            case "nesterov" -> new Sgd(learningRate, momentum).nesterov();
            case "rmsprop" -> new RmsProp(learningRate);
            case "adadelta" -> new Adadelta(learningRate);
            case "adam" -> new Adam(learningRate);
            default -> new AdamW(learningRate);
        };
    }

    private static String known(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no optimizer is named " + name + "; " + Suggestion.of(name, NAMES)
                    + "there are " + String.join(", ", NAMES));
        }
        return name;
    }
}
