package dev.cairn.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

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
        try {
            write(text, contents);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    /**
     * Writes the document as {@link #text} has it, bit by bit: {@link JsonGenerator#flush} brings what there is so far to the
     * target, which stays open. Where the contents fail, arrays and objects are ended.
     */
    public static void write(Writer target, Contents contents) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(target)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter(LAYOUT).withObjectIndenter(new DefaultIndenter("  ", "\n")));
            contents.writeTo(json);
        } finally {
            target.append('\n').flush();
        }
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
