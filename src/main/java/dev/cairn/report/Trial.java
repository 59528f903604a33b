package dev.cairn.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One trial of a search, as its pictures need it.
 *
 * @param parameters the hyperparameters and their values, as {@code learning-rate} and {@code 0.1}
 * @param accuracy   what it reached, 0 to 1; NaN where it reached nothing
 */
public record Trial(SequencedMap<String, String> parameters, double accuracy) {
    public Trial {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    }

    double percent() {
        return 100 * accuracy;
    }

    /** A hyperparameter's value as a number; NaN where it is none or missing. */
    double number(String parameter) {
        try {
            return Double.parseDouble(value(parameter));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A hyperparameter's value; empty where it is missing. */
    String value(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }
}
