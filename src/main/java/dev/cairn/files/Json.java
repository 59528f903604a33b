package dev.cairn.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON for people and programs: indented, the same bytes on every machine, and valid whatever the numbers are. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Separators LAYOUT = Separators.createDefaultInstance()
            .withRootSeparator("")
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER);

    private Json() {
    }

    /** What goes into the document. */
    @FunctionalInterface
    public interface Contents {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The document, indented by two spaces, with a line feed at its end. */
    public static String text(Contents contents) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(LAYOUT).withObjectIndenter(new DefaultIndenter("  ", "\n")));
            contents.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.append('\n').toString();
    }

    /** A number, or null where JSON has no word for it (NaN and the infinities). */
    public static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(Numbers.text(value));
        } else {
            json.writeNull();
        }
    }

    /** A field that holds a number or null. */
    public static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        number(json, value);
    }
}
