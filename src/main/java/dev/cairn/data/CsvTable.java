package dev.cairn.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.cairn.files.Suggestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A file of comma-separated values, read: the numbers of all columns but one, and the texts of that one, the labels. */
final class CsvTable {
    private static final String SEPARATORS = ",;\t";
    private static final int LONGEST_FIRST_LINE = 1 << 20;
    private static final int LONGEST_QUOTE = 30;
    private static final String ADVICE = "correct the file";

    private final Path file;
    private final CsvOptions options;
    private final List<String> labels = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private List<String> names = List.of();
    private float[] values = {};
    private int columns;
    private int labelColumn;
    private int count;

    private CsvTable(Path file, CsvOptions options) {
        this.file = file;
        this.options = options;
    }

    /** Reads a table to its end. The path is for messages. */
    static CsvTable read(Path file, InputStream in, CsvOptions options) {
        CsvTable table = new CsvTable(file, options);
        try (BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8),
                LONGEST_FIRST_LINE);
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .fieldSeparator(
                                options.separator() == CsvOptions.DETECT ? separator(text) : options.separator())
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            for (CsvRecord record : records) {
                table.add(record);
            }
        } catch (CsvParseException e) {
            String reason = e.getCause() == null
                    ? e.getMessage()
                    : e.getMessage() + " (" + e.getCause().getMessage() + ")";
            throw new DataException(file, "is not well-formed: " + reason, ADVICE);
        } catch (UncheckedIOException e) {
            throw ByteReader.unreadable(file, new IOException(e.getMessage(), e), ADVICE);
        } catch (IOException e) {
            throw ByteReader.unreadable(file, e, ADVICE);
        }
        if (table.labels.isEmpty()) {
            throw new DataException(file, "has no rows of data", ADVICE);
        }
        return table;
    }

    /** The separator that occurs most often in the first line. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(LONGEST_FIRST_LINE);
        int[] occurrences = new int[SEPARATORS.length()];
        for (int i = 0; i < LONGEST_FIRST_LINE; i++) {
            int letter = text.read();
            if (letter < 0 || letter == '\n' || letter == '\r') {
                break;
            }
            int separator = SEPARATORS.indexOf(letter);
            if (separator >= 0) {
                occurrences[separator]++;
            }
        }
        text.reset();
        int most = 0;
        for (int i = 1; i < occurrences.length; i++) {
            most = occurrences[i] > occurrences[most] ? i : most;
        }
        return SEPARATORS.charAt(most);
    }

    private void add(CsvRecord row) {
        if (columns == 0) {
            begin(row);
        } else {
            addValues(row);
        }
    }

    /** Learns the columns from the first line, which is a header or the first sample. */
    private void begin(CsvRecord first) {
        columns = first.getFieldCount();
        if (columns < 2) {
            throw error(first, "has only one column, but features and a label are needed",
                    "check the separator, which may be a comma, a semicolon or a tab");
        }
        List<String> fields = first.getFields().stream().map(String::strip).toList();
        OptionalInt numbered = columnNumber();
        labelColumn = numbered.orElse(fields.indexOf(options.label()));
        boolean fits = labelColumn >= 0 && labelColumn < columns;
        if (!fits || numbered.isEmpty() && options.header() == CsvOptions.Header.ABSENT) {
            throw error(first, "has no column " + options.label() + " for the label",
                    Suggestion.of(options.label(), fields) + "name one of " + String.join(", ", fields)
                            + ", or a number from 0 to "
                            + (columns - 1));
        }
        boolean isHeader = switch (options.header()) {
            case PRESENT -> true;
            case ABSENT -> false;
            case DETECT -> numbered.isEmpty() || !areNumbers(fields);
        };
        if (isHeader) {
            names = fields;
        } else {
            addValues(first);
        }
    }

    /** The number of the label column, if the user gave a number. */
    private OptionalInt columnNumber() {
        try {
            int number = Integer.parseInt(options.label());
            return OptionalInt.of(number < 0 ? number + columns : number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private boolean areNumbers(List<String> fields) {
        for (int i = 0; i < columns; i++) {
            if (i != labelColumn && !fields.get(i).isEmpty() && number(fields.get(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void addValues(CsvRecord row) {
        if (row.getFieldCount() != columns) {
            throw error(row, "has " + row.getFieldCount() + " fields, but the first line has " + columns, ADVICE);
        }
        if (count + columns > values.length) {
            values = Arrays.copyOf(values,
                    Math.max(1024, Math.addExact(values.length, Math.max(values.length / 2, columns))));
        }
        for (int i = 0; i < columns; i++) {
            if (i != labelColumn) {
                values[count++] = number(row, i);
            }
        }
        String label = row.getField(labelColumn).strip();
        if (label.isEmpty()) {
            throw error(row, labelColumn, "is empty", "fill it in or remove the line");
        }
        labels.add(label);
        lines.add(row.getStartingLineNumber());
    }

    private float number(CsvRecord row, int column) {
        String field = row.getField(column).strip();
        if (field.isEmpty()) {
            throw error(row, column, "is empty", "fill it in or remove the line");
        }
        OptionalDouble number = number(field);
        if (number.isEmpty() || !Float.isFinite((float) number.getAsDouble())) {
            throw error(row, column, "is " + quoted(field) + ", not a finite number",
                    "features must be numbers with a decimal point");
        }
        return (float) number.getAsDouble();
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private DataException error(CsvRecord row, String reason, String advice) {
        return new DataException(file, "line " + row.getStartingLineNumber() + " " + reason, advice);
    }

    private DataException error(CsvRecord row, int column, String reason, String advice) {
        return error(row.getStartingLineNumber(), column, reason, advice);
    }

    /** A fault of one field, as {@code line 3, column 5 (petal_width) is empty}; both count from 1 as in a spreadsheet. */
    private DataException error(long line, int column, String reason, String advice) {
        String name = names.isEmpty() ? "" : " (" + names.get(column) + ")";
        return new DataException(file, "line " + line + ", column " + (column + 1) + name + " " + reason, advice);
    }

    private static String quoted(String text) {
        String shown = text.codePoints().limit(LONGEST_QUOTE)
                .map(letter -> Character.isISOControl(letter) ? '?' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return '"' + shown + (shown.length() < text.length() ? "..." : "") + '"';
    }

    /** The number of values a sample. */
    int features() {
        return columns - 1;
    }

    /** All values, row by row. */
    float[] values() {
        return Arrays.copyOf(values, count);
    }

    /** The label of each row, as it is written. */
    List<String> labels() {
        return labels;
    }

    /** The labels as numbers. */
    float[] numericLabels() {
        float[] numbers = new float[labels.size()];
        for (int i = 0; i < numbers.length; i++) {
            OptionalDouble number = number(labels.get(i));
            if (number.isEmpty() || !Float.isFinite((float) number.getAsDouble())) {
                throw labelError(i, "is " + quoted(labels.get(i)) + ", not a finite number",
                        "a regression needs numbers there");
            }
            numbers[i] = (float) number.getAsDouble();
        }
        return numbers;
    }

    /** A fault of one row's label. */
    DataException labelError(int row, String reason, String advice) {
        return error(lines.get(row), labelColumn, reason, advice);
    }
}
