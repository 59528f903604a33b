package dev.cairn.io;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.files.Json;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.ConfusionMatrix;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Regression;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

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
                write(json, set.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Evaluation evaluation) throws IOException {
        json.writeNumberField("samples", evaluation.samples());
        Json.number(json, "loss", evaluation.loss());
        switch (evaluation) {
            case Classification classification -> write(json, classification);
            case Regression regression -> {
                Json.number(json, "mae", regression.mae());
                Json.number(json, "rmse", regression.rmse());
                Json.number(json, "r2", regression.r2());
            }
        }
    }

    private static void write(JsonGenerator json, Classification classification) throws IOException {
        ConfusionMatrix confusion = classification.confusion();
        int classes = confusion.classes().size();
        Json.number(json, "accuracy", classification.accuracy());
        for (Map.Entry<Integer, Double> share : classification.topK().entrySet()) {
            Json.number(json, "top" + share.getKey(), share.getValue());
        }
        Json.number(json, "macroPrecision", confusion.macroPrecision());
        Json.number(json, "macroRecall", confusion.macroRecall());
        Json.number(json, "macroF1", confusion.macroF1());
        json.writeFieldName("classes");
        json.writeArray(confusion.classes().toArray(String[]::new), 0, classes);
        perClass(json, "precision", classes, confusion::precision);
        perClass(json, "recall", classes, confusion::recall);
        perClass(json, "f1", classes, confusion::f1);
        json.writeArrayFieldStart("confusionMatrix");
        for (int actual = 0; actual < classes; actual++) {
            json.writeStartArray();
            for (int predicted = 0; predicted < classes; predicted++) {
                json.writeNumber(confusion.count(actual, predicted));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        perClass(json, "unpredicted", classes, confusion::unpredicted);
    }

    private static void perClass(JsonGenerator json, String field, int classes, IntToDoubleFunction figure)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (int i = 0; i < classes; i++) {
            Json.number(json, figure.applyAsDouble(i));
        }
        json.writeEndArray();
    }
}
