package dev.cairn.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.cairn.CairnException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON header of a safetensors file. What it returns has the form the format asks for; whether shapes and offsets
 * make sense is for {@link SafetensorsReader} to say.
 */
final class SafetensorsHeader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** No tensor library has more dimensions; a hostile file must not fill the memory with them. */
    private static final int LONGEST_ARRAY = 64;

    private final SafetensorsFault fault;
    private final JsonParser json;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(SafetensorsFault fault, JsonParser json) {
        this.fault = fault;
        this.json = json;
    }

    /**
     * What the header says of one tensor.
     *
     * @param position where in the header it says so
     * @param begin    of the data, relative to the end of the header
     * @param end      one past the last byte
     */
    record Entry(String name, String dtype, List<Long> shape, long begin, long end, long position) {
    }

    record Contents(List<Entry> entries, Map<String, String> metadata) {
    }

    static Contents parse(byte[] header, SafetensorsFault fault) throws IOException {
        // The parser would take zeros beside the brace for UTF-16 or UTF-32; the format is UTF-8.
        if (header.length < 2 || header[0] != '{' || header[1] == 0) {
            throw fault.at(SafetensorsReader.HEADER_START,
                    "the header must begin with '{': this is not a safetensors file");
        }
        try (JsonParser json = FACTORY.createParser(header)) {
            return new SafetensorsHeader(fault, json).contents();
        } catch (JacksonException e) {
            long position = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            String reason = e instanceof JsonEOFException ? "it ends too early" : e.getOriginalMessage();
            throw fault.at(SafetensorsReader.HEADER_START + position, "the header is not valid: " + reason);
        }
    }

    private Contents contents() throws IOException {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(Safetensors.METADATA)) {
                readMetadata();
            } else {
                entries.add(entry(name));
            }
        }
        if (json.nextToken() != null) {
            throw refuse("there is more than one JSON value in the header");
        }
        return new Contents(entries, metadata);
    }

    private void readMetadata() throws IOException {
        expect(JsonToken.START_OBJECT, Safetensors.METADATA + " must be an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            expect(JsonToken.VALUE_STRING,
                    Safetensors.METADATA + " " + SafetensorsFault.quoted(key) + " must be a string");
            metadata.put(key, json.getText());
        }
    }

    private Entry entry(String name) throws IOException {
        long position = json.currentTokenLocation().getByteOffset();
        expect(JsonToken.START_OBJECT, about(name, "must be an object"));
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(JsonToken.VALUE_STRING, about(name, "dtype must be a string"));
                    dtype = json.getText();
                }
                case "shape" -> shape = integers(about(name, "shape must be an array of integers"));
                case "data_offsets" -> offsets = integers(about(name, "data_offsets must be two integers"));
                default -> json.skipChildren();
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw refuse(about(name, "needs a dtype, a shape and two data_offsets"));
        }
        return new Entry(name, dtype, shape, offsets.get(0), offsets.get(1), position);
    }

    private List<Long> integers(String reason) throws IOException {
        expect(JsonToken.START_ARRAY, reason);
        List<Long> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.VALUE_NUMBER_INT, reason);
            long value = json.getLongValue();
            if (value < 0) {
                throw refuse(reason + " of at least 0, not " + value);
            }
            if (values.size() == LONGEST_ARRAY) {
                throw refuse(reason + ", at most " + LONGEST_ARRAY);
            }
            values.add(value);
        }
        return values;
    }

    private void expect(JsonToken token, String reason) {
        if (json.currentToken() != token) {
            throw refuse(reason);
        }
    }

    private CairnException refuse(String reason) {
        return fault.at(SafetensorsReader.HEADER_START + json.currentTokenLocation().getByteOffset(), reason);
    }

    private static String about(String name, String reason) {
        return "tensor " + SafetensorsFault.quoted(name) + " " + reason;
    }
}
