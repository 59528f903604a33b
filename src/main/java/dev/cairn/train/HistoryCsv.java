package dev.cairn.train;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.cairn.CairnException;
import dev.cairn.files.Numbers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A {@link History} as comma-separated values, there and back without losing a bit. */
final class HistoryCsv {
    private HistoryCsv() {
    }

    /** As RFC 4180 has it, with CR LF at the end of every line. */
    static String text(History history) {
        List<String> columns = history.columns();
        List<String> header = new ArrayList<>(History.FIXED);
        header.addAll(columns);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(header);
            for (History.Row row : history.rows()) {
                csv.writeRecord(fields(row, columns));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private static List<String> fields(History.Row row, List<String> columns) {
        List<String> fields = new ArrayList<>(List.of(
                Numbers.text(row.epoch()),
                Long.toString(row.step()),
                Numbers.text(row.learningRate()),
                Numbers.text(row.seconds())));
        for (String column : columns) {
            fields.add(row.values().containsKey(column) ? Numbers.text(row.value(column)) : "");
        }
        return fields;
    }

    static History parse(String source, String text) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            return history(source, reader.stream().toList());
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new CairnException(source + ": is not well-formed CSV: " + reason.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static History history(String source, List<CsvRecord> lines) {
        int fixed = History.FIXED.size();
        List<String> header = lines.isEmpty() ? List.of() : lines.getFirst().getFields();
        if (header.size() < fixed || !header.subList(0, fixed).equals(History.FIXED)) {
            throw new CairnException(source + ": is not a training history, whose first line begins with "
                    + String.join(",", History.FIXED));
        }
        List<String> columns = header.subList(fixed, header.size());
        if (columns.stream().anyMatch(String::isBlank) || new HashSet<>(header).size() < header.size()) {
            throw new CairnException(source + ", line 1: every column needs a name of its own");
        }
        return new History(lines.stream().skip(1).map(line -> row(source, line, columns)).toList());
    }

    private static History.Row row(String source, CsvRecord line, List<String> columns) {
        List<String> fields = line.getFields();
        int fixed = History.FIXED.size();
        if (fields.size() != fixed + columns.size()) {
            throw new CairnException(source + ", line " + line.getStartingLineNumber() + ": has " + fields.size()
                    + " fields, the first line has " + (fixed + columns.size()));
        }
        try {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String field = fields.get(fixed + i);
                if (!field.isEmpty()) {
                    values.put(columns.get(i), Double.parseDouble(field));
                }
            }
            return new History.Row(
                    Double.parseDouble(fields.get(0)),
                    Long.parseLong(fields.get(1)),
                    Double.parseDouble(fields.get(2)),
                    Double.parseDouble(fields.get(3)),
                    values);
        } catch (NumberFormatException e) {
            throw new CairnException(
                    source + ", line " + line.getStartingLineNumber() + ": not a number: " + e.getMessage(), e);
        }
    }
}
