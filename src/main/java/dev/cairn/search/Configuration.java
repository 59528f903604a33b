package dev.cairn.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The values that one trial tries.
 *
 * @param number which trial of its search it is, from 1
 * @param values a text for each hyperparameter, by its name
 */
public record Configuration(int number, SequencedMap<String, String> values) {
    public Configuration {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The value of a hyperparameter; empty where it has none. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** As {@code learning-rate=0.1 l2=0.001}. */
    @Override
    public String toString() {
        return values.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
