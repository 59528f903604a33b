package dev.cairn.train;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.IoReason;
import dev.cairn.files.Json;
import dev.cairn.metrics.Convergence;
import dev.cairn.metrics.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a training run measured, one row an evaluation. The figures of a row are named as {@code train_loss} or
 * {@code validation_accuracy}; rows need not have the same ones. A history never changes; {@link #plus} makes a longer one.
 *
 * @param rows in the order of training
 */
public record History(List<Row> rows) {
    static final List<String> FIXED = List.of("epoch", "step", "learning_rate", "seconds");

    public History {
        rows = List.copyOf(rows);
    }

    /**
     * One evaluation.
     *
     * @param epoch        how many times the training set had been seen: 2.25 is a quarter into the third epoch
     * @param step         how many updates had been made
     * @param learningRate that of the last update
     * @param seconds      since the training began
     * @param values       the figures by name; NaN where one was not to be had
     */
    public record Row(double epoch, long step, double learningRate, double seconds,
            SequencedMap<String, Double> values) {
        public Row {
            for (String name : values.keySet()) {
                if (name.isBlank() || FIXED.contains(name)) {
                    throw new IllegalArgumentException("history: a figure cannot be named '" + name + "'");
                }
            }
            values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        }

        /** A figure by name; NaN if this row has none of that name. */
        public double value(String column) {
            return values.getOrDefault(column, Double.NaN);
        }
    }

    /** The history of a run that has not begun. */
    public static History empty() {
        return new History(List.of());
    }

    /** This history with one more row. */
    public History plus(Row row) {
        List<Row> longer = new ArrayList<>(rows);
        longer.add(row);
        return new History(longer);
    }

    /** The names of all figures, in the order in which they first appear. */
    public List<String> columns() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.values().keySet()));
        return List.copyOf(names);
    }

    /** A figure of every row; NaN in rows that lack it. */
    public double[] column(String name) {
        if (!columns().contains(name)) {
            throw new IllegalArgumentException("history: no figure '" + name + "', there are " + columns());
        }
        return rows.stream().mapToDouble(row -> row.value(name)).toArray();
    }

    /** The row with the best value of a figure, the first of equals; empty if there is none but NaN. */
    public Optional<Row> best(String column, Goal goal) {
        int best = goal.best(column(column));
        return best < 0 ? Optional.empty() : Optional.of(rows.get(best));
    }

    /** The figure in the last row that has it. */
    public double last(String column) {
        return rows.reversed().stream()
                .filter(row -> row.values().containsKey(column))
                .findFirst()
                .map(row -> row.value(column))
                .orElseThrow(() -> new IllegalArgumentException(
                        "history: no figure '" + column + "', there are " + columns()));
    }

    /** The epoch after which a figure was first within one percent of its best, as in {@link Convergence}; else NaN. */
    public double epochsUntilWithinOnePercentOfBest(String column, Goal goal) {
        int evaluations = Convergence.epochsUntilWithinOnePercentOfBest(column(column), goal);
        return evaluations == 0 ? Double.NaN : rows.get(evaluations - 1).epoch();
    }

    /** The history as CSV: epoch, step, learning_rate, seconds and the figures; empty where a row lacks one. */
    public String toCsv() {
        return HistoryCsv.text(this);
    }

    /** The history as a JSON array with an object a row; null for NaN and the infinities. */
    public String toJson() {
        return Json.text(json -> {
            json.writeStartArray();
            for (Row row : rows) {
                json.writeStartObject();
                Json.number(json, FIXED.get(0), row.epoch());
                json.writeNumberField(FIXED.get(1), row.step());
                Json.number(json, FIXED.get(2), row.learningRate());
                Json.number(json, FIXED.get(3), row.seconds());
                for (Map.Entry<String, Double> figure : row.values().entrySet()) {
                    Json.number(json, figure.getKey(), figure.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Writes {@link #toCsv} to a file, whole or not at all. */
    public void writeCsv(Path file) {
        AtomicFile.write(file, toCsv());
    }

    /** Writes {@link #toJson} to a file, whole or not at all. */
    public void writeJson(Path file) {
        AtomicFile.write(file, toJson());
    }

    /**
     * Reads what {@link #writeCsv} wrote, bit for bit.
     *
     * @throws CairnException naming file and line if the file cannot be read or is no history
     */
    public static History readCsv(Path file) {
        try {
            return parseCsv(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new CairnException("cannot read the history " + file + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Reads what {@link #toCsv} wrote, bit for bit.
     *
     * @param source what messages call it
     * @throws CairnException naming source and line if the text is no history
     */
    public static History parseCsv(String source, String text) {
        return HistoryCsv.parse(source, text);
    }
}
