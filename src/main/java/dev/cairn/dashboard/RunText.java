package dev.cairn.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.files.Json;
import dev.cairn.train.History;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a page is told about a run, as JSON in one line. Every part is of the kind that the page expects, whatever the files
 * say.
 */
final class RunText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final List<String> SETS = List.of("train", "validation", "test");
    private static final List<String> FIGURES = List.of("samples", "loss", "accuracy", "macroF1", "mae", "rmse", "r2");
    private static final List<String> NUMBERS = List.of("parameters", "seed", "epochs", "step", "totalSteps", "seconds",
            "samplesPerSecond", "secondsLeft");
    /** A run that trains gives a sign of life far more often. */
    private static final long MOST_SILENT_MILLIS = 15_000;
    private static final int MOST_CLASSES = 100;
    private static final int MOST_SIDE = 512;
    private static final int MOST_POINTS = 5000;

    private RunText() {
    }

    private interface Contents {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String object(Contents contents) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            contents.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    /** A run that is not there any more. */
    static String gone(String run) {
        return object(json -> json.writeStringField("run", run));
    }

    /** A run in the list of runs. */
    static String summary(ServedRun run, long nowMillis) {
        boolean finished = run.metrics().modifiedMillis() > 0;
        JsonValue facts = (finished ? run.metrics() : run.progress()).value().orElse(new JsonValue(null));
        long changed = Math.max(run.metrics().modifiedMillis(), run.progress().modifiedMillis());
        double started = facts.get("started").number();
        return object(json -> {
            json.writeStringField("run", run.name());
            json.writeStringField("state", finished ? "finished" : isAlive(run, nowMillis) ? "running" : "stopped");
            json.writeNumberField("time", Double.isNaN(started) ? changed : (long) started);
            for (String text : List.of("dataset", "backend", "network")) {
                json.writeStringField(text, facts.get(text).text());
            }
            for (String number : NUMBERS) {
                Json.number(json, number, facts.get(number).number());
            }
            json.writeObjectFieldStart("figures");
            JsonValue figures = facts.get("figures");
            for (String name : figures.fields()) {
                Json.number(json, name, figures.get(name).number());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("sets");
            for (String set : SETS) {
                if (!facts.get(set).fields().isEmpty()) {
                    writeFigures(json, set, facts.get(set));
                }
            }
            json.writeEndObject();
            json.writeArrayFieldStart("problems");
            for (String problem : run.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
        });
    }

    private static boolean isAlive(ServedRun run, long nowMillis) {
        return nowMillis - run.progress().modifiedMillis() < MOST_SILENT_MILLIS;
    }

    private static void writeFigures(JsonGenerator json, String set, JsonValue figures) throws IOException {
        json.writeObjectFieldStart(set);
        for (String figure : FIGURES) {
            Json.number(json, figure, figures.get(figure).number());
        }
        json.writeEndObject();
    }

    /** The rows of a history from one on, each with epoch, seconds, learning rate and the figures. */
    static String history(String run, History history, int from) {
        List<String> columns = history.columns();
        return object(json -> {
            json.writeStringField("run", run);
            json.writeNumberField("from", from);
            json.writeArrayFieldStart("columns");
            for (String column : columns) {
                json.writeString(column);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (History.Row row : history.rows().subList(from, history.rows().size())) {
                json.writeStartArray();
                Json.number(json, row.epoch());
                Json.number(json, row.seconds());
                Json.number(json, row.learningRate());
                for (String column : columns) {
                    Json.number(json, row.value(column));
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }

    /** Confusion matrix and decision regions, those there are. */
    static String details(ServedRun run) {
        JsonValue snapshot = run.snapshot().value().orElse(new JsonValue(null));
        JsonValue test = run.metrics().value().map(metrics -> metrics.get("test")).orElse(new JsonValue(null));
        boolean tested = isConfusion(test);
        return object(json -> {
            json.writeStringField("run", run.name());
            if (tested) {
                writeConfusion(json, test, "test samples", Double.NaN);
            } else if (isConfusion(snapshot)) {
                writeConfusion(json, snapshot, snapshot.get("set").text(), snapshot.get("epoch").number());
            }
            if (isConfusion(snapshot) && areRegions(snapshot.get("regions"))) {
                writeRegions(json, snapshot);
            }
        });
    }

    private static boolean isConfusion(JsonValue part) {
        int classes = part.get("classes").elements().size();
        List<JsonValue> rows = part.get("confusionMatrix").elements();
        return classes > 0 && classes <= MOST_CLASSES && rows.size() == classes
                && rows.stream().allMatch(row -> row.elements().size() == classes
                        && row.elements().stream().allMatch(count -> count.number() >= 0));
    }

    private static void writeConfusion(JsonGenerator json, JsonValue part, String set, double epoch)
            throws IOException {
        json.writeObjectFieldStart("confusion");
        json.writeStringField("set", set);
        Json.number(json, "epoch", epoch);
        writeClasses(json, part);
        json.writeArrayFieldStart("matrix");
        for (JsonValue row : part.get("confusionMatrix").elements()) {
            writeNumbers(json, row.elements());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeClasses(JsonGenerator json, JsonValue part) throws IOException {
        json.writeArrayFieldStart("classes");
        for (JsonValue name : part.get("classes").elements()) {
            json.writeString(name.text());
        }
        json.writeEndArray();
    }

    private static boolean areRegions(JsonValue regions) {
        double number = regions.get("side").number();
        int side = (int) number;
        return side == number && side >= 1 && side <= MOST_SIDE
                && regions.get("cells").elements().size() == side * side
                && regions.get("right").number() > regions.get("left").number()
                && regions.get("top").number() > regions.get("bottom").number();
    }

    private static void writeRegions(JsonGenerator json, JsonValue snapshot) throws IOException {
        JsonValue regions = snapshot.get("regions");
        json.writeObjectFieldStart("regions");
        json.writeStringField("set", snapshot.get("set").text());
        Json.number(json, "epoch", snapshot.get("epoch").number());
        writeClasses(json, snapshot);
        for (String number : List.of("left", "right", "bottom", "top", "side")) {
            Json.number(json, number, regions.get(number).number());
        }
        json.writeFieldName("cells");
        writeNumbers(json, regions.get("cells").elements());
        json.writeArrayFieldStart("points");
        for (JsonValue point : snapshot.get("points").elements().stream().limit(MOST_POINTS).toList()) {
            if (point.elements().size() == 4) {
                writeNumbers(json, point.elements());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, List<JsonValue> numbers) throws IOException {
        json.writeStartArray();
        for (JsonValue number : numbers) {
            Json.number(json, number.number());
        }
        json.writeEndArray();
    }
}
