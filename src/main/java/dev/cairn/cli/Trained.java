package dev.cairn.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What one training of a published set-up came to.
 *
 * @param figures     its accuracies at the end in percent, by set
 * @param epochsToTop after how many epochs the accuracy of the first of these sets was within one percent of its best; NaN if it
 *                    diverged or there are no epochs
 * @param samples     how many samples each part had, by set
 * @param seconds     that it took
 */
record Trained(SequencedMap<String, Double> figures, double epochsToTop, SequencedMap<String, Integer> samples,
        double seconds) {
    Trained {
        figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
        samples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(samples));
    }

    /** Its numbers were lost on the way. */
    static Trained diverged(List<String> sets, double seconds) {
        SequencedMap<String, Double> nothing = new LinkedHashMap<>();
        sets.forEach(set -> nothing.put(set, Double.NaN));
        return new Trained(nothing, Double.NaN, new LinkedHashMap<>(), seconds);
    }

    /** The figure of a set; NaN where there is none. */
    double figure(String set) {
        return figures.getOrDefault(set, Double.NaN);
    }
}
