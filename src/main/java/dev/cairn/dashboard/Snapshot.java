package dev.cairn.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.data.ArrayDataset;
import dev.cairn.files.Json;
import dev.cairn.metrics.ConfusionMatrix;
import dev.cairn.report.Answers;
import dev.cairn.report.DecisionRegions;
import java.io.IOException;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a network did with some samples at one moment of its training.
 *
 * @param epoch     how many times the training set had been seen
 * @param set       what the samples are called
 * @param confusion which classes were taken for which
 * @param answers   for the samples, in their order
 * @param regions   which class it saw where; null unless the samples have two features
 */
record Snapshot(double epoch, String set, ArrayDataset samples, ConfusionMatrix confusion, Answers answers,
        @Nullable DecisionRegions regions) {

    String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            Json.number(json, "epoch", epoch);
            json.writeStringField("set", set);
            json.writeFieldName("classes");
            int classes = confusion.classes().size();
            json.writeArray(confusion.classes().toArray(String[]::new), 0, classes);
            json.writeArrayFieldStart("confusionMatrix");
            for (int actual = 0; actual < classes; actual++) {
                int row = actual;
                writeInts(json, classes, predicted -> (int) confusion.count(row, predicted));
            }
            json.writeEndArray();
            if (regions != null) {
                writeRegions(json, regions);
                writePoints(json);
            }
            json.writeEndObject();
        });
    }

    private static void writeRegions(JsonGenerator json, DecisionRegions regions) throws IOException {
        json.writeObjectFieldStart("regions");
        Json.number(json, "left", regions.left());
        Json.number(json, "right", regions.right());
        Json.number(json, "bottom", regions.bottom());
        Json.number(json, "top", regions.top());
        json.writeNumberField("side", regions.side());
        json.writeFieldName("cells");
        json.writeArray(regions.classes(), 0, regions.classes().length);
        json.writeEndObject();
    }

    private void writePoints(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("points");
        for (int i = 0; i < samples.size(); i++) {
            float[] features = samples.sample(i).values();
            json.writeStartArray();
            Json.number(json, features[0]);
            Json.number(json, features[1]);
            json.writeNumber(samples.labels()[i]);
            json.writeNumber(answers.predicted(i));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void writeInts(JsonGenerator json, int count, IntUnaryOperator value) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < count; i++) {
            json.writeNumber(value.applyAsInt(i));
        }
        json.writeEndArray();
    }
}
