package dev.cairn.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.IoReason;
import dev.cairn.files.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The trials of a search on disk, one file each, written whole or not at all. */
final class TrialFiles {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NUMBER = "number";
    private static final String STATE = "state";
    private static final String SCORE = "score";
    private static final String VALUES = "values";
    private static final String SCORES = "scores";

    private final Path folder;

    TrialFiles(Path folder) {
        this.folder = folder;
    }

    void write(TrialResult result) {
        Configuration configuration = result.configuration();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CairnException("cannot create the folder " + folder + ": " + IoReason.of(e), e);
        }
        String name = String.format(Locale.ROOT, "trial-%04d.json", configuration.number());
        AtomicFile.write(folder.resolve(name), Json.text(json -> {
            json.writeStartObject();
            json.writeNumberField(NUMBER, configuration.number());
            json.writeStringField(STATE, result.state().name());
            Json.number(json, SCORE, result.score());
            json.writeObjectFieldStart(VALUES);
            for (Map.Entry<String, String> value : configuration.values().entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart(SCORES);
            for (double score : result.scores()) {
                Json.number(json, score);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** All trials there are, by number. */
    Map<Integer, TrialResult> read() {
        Map<Integer, TrialResult> results = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return results;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "trial-*.json")) {
            for (Path file : files) {
                TrialResult result = read(file);
                results.put(result.configuration().number(), result);
            }
        } catch (IOException e) {
            throw new CairnException("cannot read the folder " + folder + ": " + IoReason.of(e), e);
        }
        return results;
    }

    private static TrialResult read(Path file) {
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            json.nextToken();
            int number = 0;
            TrialResult.State state = TrialResult.State.DIVERGED;
            double score = Double.NaN;
            SequencedMap<String, String> values = new LinkedHashMap<>();
            List<Double> scores = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case NUMBER -> number = json.getIntValue();
                    case STATE -> state = TrialResult.State.valueOf(json.getText());
                    case SCORE -> score = number(json);
                    case VALUES -> {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            values.put(json.currentName(), json.nextTextValue());
                        }
                    }
                    case SCORES -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            scores.add(number(json));
                        }
                    }
                    default -> throw new IllegalArgumentException("unknown field " + field);
                }
            }
            return new TrialResult(new Configuration(number, values), state, score, scores);
        } catch (IOException | IllegalArgumentException e) {
            throw new CairnException("cannot read the trial " + file
                    + ": it is no result of a search; remove it, and the trial will run again", e);
        }
    }

    private static double number(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : json.getDoubleValue();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
