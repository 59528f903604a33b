package dev.cairn.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.files.IoReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a user gives a model to look at: picture files, and files or the standard input with a row of numbers a sample. */
final class Inputs {
    /** Stands for the standard input. */
    private static final String STANDARD_INPUT = "-";
    private static final String SEPARATORS = ",;\t";
    private static final int LONGEST_LINE = 1 << 20;

    private final Shape shape;
    private final InputStream standardInput;

    /**
     * @param shape of a sample
     */
    Inputs(Shape shape, InputStream standardInput) {
        this.shape = shape;
        this.standardInput = standardInput;
    }

    /** Takes the samples one by one. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param name   where the sample comes from, as {@code three.png} or {@code flowers.csv, line 2}
         * @param values as the model's data set stores them: pictures 0 to 255
         */
        void accept(String name, float[] values);
    }

    /** Passes all samples of one argument on. */
    void read(String argument, Sink sink) {
        if (argument.equals(STANDARD_INPUT)) {
            rows("standard input", standardInput, sink);
            return;
        }
        Path file = Path.of(argument);
        float[] picture = Picture.read(file, shape);
        if (picture != null) {
            sink.accept(argument, picture);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            rows(argument, in, sink);
        } catch (IOException e) {
            throw new CairnException("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    private void rows(String name, InputStream in, Sink sink) {
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), LONGEST_LINE);
        try {
            CsvReader<CsvRecord> records = CsvReader.builder().fieldSeparator(separator(text)).allowUnclosedQuote(false)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(text);
            boolean first = true;
            for (CsvRecord row : records) {
                if (!first || !isHeader(row)) {
                    sink.accept(name + ", line " + row.getStartingLineNumber(), numbers(name, row));
                }
                first = false;
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw new CairnException(name + " is neither a picture nor rows of numbers: " + e.getMessage(), e);
        }
    }

    /** The separator that the first line has. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(LONGEST_LINE);
        char found = SEPARATORS.charAt(0);
        for (int i = 0; i < LONGEST_LINE; i++) {
            int letter = text.read();
            if (letter < 0 || letter == '\n' || letter == '\r') {
                break;
            }
            if (SEPARATORS.indexOf(letter) >= 0) {
                found = (char) letter;
                break;
            }
        }
        text.reset();
        return found;
    }

    /** Whether a row holds names of columns: no field is a number. */
    private static boolean isHeader(CsvRecord row) {
        return row.getFields().stream().allMatch(field -> number(field).isEmpty());
    }

    private float[] numbers(String name, CsvRecord row) {
        List<String> fields = row.getFields();
        if (fields.size() != shape.elements()) {
            throw wrong(name, row, "has " + fields.size() + (fields.size() == 1 ? " column" : " columns")
                    + ", but the model takes " + shape.elements() + " values a sample");
        }
        float[] values = new float[fields.size()];
        for (int i = 0; i < values.length; i++) {
            int column = i + 1;
            values[i] = number(fields.get(i)).filter(Float::isFinite)
                    .orElseThrow(() -> wrong(name, row, "column " + column + " is not a finite number"));
        }
        return values;
    }

    private static Optional<Float> number(String field) {
        try {
            return Optional.of(Float.parseFloat(field.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static CairnException wrong(String name, CsvRecord row, String reason) {
        return new CairnException(name + ", line " + row.getStartingLineNumber() + " " + reason);
    }
}
