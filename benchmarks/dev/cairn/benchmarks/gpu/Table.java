package dev.cairn.benchmarks.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured, as lines of Markdown in files that {@link Report} puts together. Each is written at once, so that it outlives
 * a process that fails or is ended.
 */
final class Table {
    static final String ROWS = "rows";
    static final String GOALS = "goals";
    static final String NOTES = "notes";

    private static final MathContext DIGITS = new MathContext(3);
    private static final String NONE = "";

    private final Path folder;

    /** @param folder that holds the files */
    Table(Path folder) {
        this.folder = folder;
    }

    void add(Row row) {
        List<String> cells = new ArrayList<>(List.of(row.what(), row.unit(), digits(row.ours()), digits(row.plain())));
        Steps.PEERS
                .forEach(peer -> cells.add(pair(row.peers().getOrDefault(peer, Double.NaN), row.timesAsFastAs(peer))));
        cells.add(pair(row.limit(), row.shareOfLimit()));
        append(ROWS, line(cells));
    }

    void add(Goal goal) {
        append(GOALS, line(List.of(String.valueOf(goal.group()), goal.claim(), goal.target(), goal.obtained(),
                goal.verdict())));
    }

    void note(String text) {
        append(NOTES, "- " + text);
    }

    /** Three digits, and nothing for what is not a number. */
    static String digits(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : Double.isNaN(value) ? NONE : String.valueOf(value);
    }

    static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(cell -> cell.replace('|', '/')).toList()) + " |";
    }

    private static String pair(double figure, double ratio) {
        return digits(figure) + (Double.isNaN(ratio) ? NONE : " (" + digits(ratio) + ")");
    }

    private void append(String file, String line) {
        try {
            Files.writeString(folder.resolve(file), line.replaceAll("\\R", " ") + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
