package dev.cairn.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What a search was started with, kept in its folder, so that nobody goes on with another one there by mistake. */
public final class SearchSettings {
    /** The file's name in the folder of a search. */
    public static final String FILE = "search.json";

    private static final JsonFactory JSON = new JsonFactory();

    private SearchSettings() {
    }

    /** The settings as the file has them. */
    public static void write(Path file, SequencedMap<String, String> settings) {
        AtomicFile.write(file, Json.text(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
        }));
    }

    /**
     * Makes sure that a search was started with these settings.
     *
     * @throws CairnException if the file cannot be read or says otherwise, with the first setting that differs
     */
    public static void require(Path file, SequencedMap<String, String> settings) {
        SequencedMap<String, String> old = read(file);
        SequencedMap<String, String> names = new LinkedHashMap<>(settings);
        names.putAll(old);
        for (String name : names.keySet()) {
            String then = old.getOrDefault(name, "");
            String now = settings.getOrDefault(name, "");
            if (!then.equals(now)) {
                throw new CairnException(file.toAbsolutePath().getParent() + " holds another search, whose " + name
                        + " is '" + then + "', not '" + now
                        + "': go on with the same settings, or name another folder");
            }
        }
    }

    private static SequencedMap<String, String> read(Path file) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                String value = json.nextTextValue();
                settings.put(name, value == null ? "" : value);
            }
        } catch (IOException e) {
            throw new CairnException("cannot read " + file + ": it is no description of a search; name another folder",
                    e);
        }
        return settings;
    }
}
