package dev.cairn.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any part of a JSON document that somebody else wrote. What is missing or of another kind reads as empty, NaN or nothing, so
 * that a strange document shows less and breaks nothing.
 *
 * @param value a string, number, boolean, list or map; null for nothing
 */
record JsonValue(@Nullable Object value) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonValue NOTHING = new JsonValue(null);
    private static final int MOST_LETTERS = 300;
    private static final int MOST_LEVELS = 50;
    /** Of all arrays of a document together; those after it are left out. */
    private static final int MOST_ELEMENTS = 100_000;

    /** @throws IOException with the reason and the place, if the text is no JSON document */
    static JsonValue parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("it is empty");
            }
            JsonValue document = new JsonValue(new Reader(parser).read(0));
            if (parser.nextToken() != null) {
                throw new IOException("it goes on after its end");
            }
            return document;
        }
    }

    boolean isNothing() {
        return value == null;
    }

    JsonValue get(String field) {
        return value instanceof Map<?, ?> fields && fields.containsKey(field)
                ? new JsonValue(fields.get(field))
                : NOTHING;
    }

    /** The names of the fields; none if this is no object. */
    List<String> fields() {
        return value instanceof Map<?, ?> map ? map.keySet().stream().map(String::valueOf).toList() : List.of();
    }

    /** The elements; none if this is no array. */
    List<JsonValue> elements() {
        return value instanceof List<?> list ? list.stream().map(JsonValue::new).toList() : List.of();
    }

    /** NaN if this is no number. */
    double number() {
        return value instanceof Double number ? number : Double.NaN;
    }

    /** The text, cut where it is too long to be shown; empty if this is none. */
    String text() {
        if (!(value instanceof String text)) {
            return "";
        }
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "…";
    }

    private static final class Reader {
        private final JsonParser parser;
        private int elements;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        Object read(int level) throws IOException {
            if (level > MOST_LEVELS) {
                throw new IOException("it is nested more than " + MOST_LEVELS + " deep");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> readObject(level);
                case START_ARRAY -> readArray(level);
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> throw new IOException("it ends too early");
            };
        }

        private Map<String, @Nullable Object> readObject(int level) throws IOException {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, read(level + 1));
            }
            return fields;
        }

        private List<@Nullable Object> readArray(int level) throws IOException {
            List<@Nullable Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (elements < MOST_ELEMENTS) {
                    elements++;
                    values.add(read(level + 1));
                } else {
                    parser.skipChildren();
                }
            }
            return values;
        }
    }
}
