package dev.cairn.io;

import dev.cairn.files.Json;
import dev.cairn.metrics.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a run came to, for {@code metrics.json}. Two runs with the same seed differ in {@code seconds} and
 * {@code samplesPerSecond} alone.
 *
 * @param dataset          the data set's name
 * @param backend          the backend that computed
 * @param network          the network in words
 * @param parameters       how many numbers were learned
 * @param seed             of all randomness
 * @param epochs           how often the training set was seen
 * @param seconds          how long the training took
 * @param samplesPerSecond how fast it was
 * @param evaluations      by name of the set: {@code train}, {@code validation}, {@code test}, those there are
 */
public record RunMetrics(
        String dataset,
        String backend,
        String network,
        long parameters,
        long seed,
        int epochs,
        double seconds,
        double samplesPerSecond,
        SequencedMap<String, Evaluation> evaluations) {
    private static final Set<String> SETS = Set.of("train", "validation", "test");

    public RunMetrics {
        if (!SETS.containsAll(evaluations.keySet())) {
            throw new IllegalArgumentException("run metrics: evaluations of " + evaluations.keySet()
                    + ", allowed are train, validation and test");
        }
        evaluations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(evaluations));
    }

    /** The figures as a JSON object, the same bytes for the same figures; null for NaN and the infinities. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("dataset", dataset);
            json.writeStringField("backend", backend);
            json.writeStringField("network", network);
            json.writeNumberField("parameters", parameters);
            json.writeNumberField("seed", seed);
            json.writeNumberField("epochs", epochs);
            Json.number(json, "seconds", seconds);
            Json.number(json, "samplesPerSecond", samplesPerSecond);
            for (Map.Entry<String, Evaluation> set : evaluations.entrySet()) {
                json.writeObjectFieldStart(set.getKey());
                EvaluationJson.write(json, set.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }
}
