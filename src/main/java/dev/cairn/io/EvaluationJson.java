package dev.cairn.io;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.files.Json;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.ConfusionMatrix;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Regression;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Evaluations as JSON: loss, accuracy, the figures of each class and the confusion matrix. */
public final class EvaluationJson {
    private EvaluationJson() {
    }

    /** The fields of an evaluation, in the object that is open; null for NaN and the infinities. */
    public static void write(JsonGenerator json, Evaluation evaluation) throws IOException {
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
