package dev.cairn.train;

import dev.cairn.CairnException;
import dev.cairn.files.Csv;
import dev.cairn.files.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A {@link History} as comma-separated values, there and back without losing a bit. */
final class HistoryCsv {
    private HistoryCsv() {
    }

    static String text(History history) {
        List<String> columns = history.columns();
        List<String> header = new ArrayList<>(History.FIXED);
        header.addAll(columns);
        StringBuilder text = new StringBuilder(Csv.line(header));
        for (History.Row row : history.rows()) {
            text.append(Csv.line(fields(row, columns)));
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
        List<Csv.Line> lines = Csv.parse(source, text);
        int fixed = History.FIXED.size();
        if (lines.isEmpty() || lines.getFirst().fields().size() < fixed
                || !lines.getFirst().fields().subList(0, fixed).equals(History.FIXED)) {
            throw new CairnException(
                    source + ": is not a training history, whose first line begins with "
                            + String.join(",", History.FIXED));
        }
        List<String> header = lines.getFirst().fields();
        List<String> columns = header.subList(fixed, header.size());
        if (columns.stream().anyMatch(String::isBlank) || new HashSet<>(header).size() < header.size()) {
            throw new CairnException(source + ", line 1: every column needs a name of its own");
        }
        return new History(lines.stream().skip(1).map(line -> row(source, line, columns)).toList());
    }

    private static History.Row row(String source, Csv.Line line, List<String> columns) {
        List<String> fields = line.fields();
        int fixed = History.FIXED.size();
        if (fields.size() != fixed + columns.size()) {
            throw new CairnException(source + ", line " + line.number() + ": has " + fields.size()
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
            throw new CairnException(source + ", line " + line.number() + ": not a number: " + e.getMessage(), e);
        }
    }
}
