package dev.cairn.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Lays a {@link ConfusionMatrix} out in columns for a terminal. */
final class ConfusionTable {
    private static final int MOST_COLUMNS = 20;
    private static final int LONGEST_HEADER = 6;

    private final ConfusionMatrix matrix;
    private final int classes;
    private final boolean withCounts;
    private final boolean withUnpredicted;

    ConfusionTable(ConfusionMatrix matrix) {
        this.matrix = matrix;
        this.classes = matrix.classes().size();
        this.withCounts = classes <= MOST_COLUMNS;
        this.withUnpredicted = IntStream.range(0, classes).anyMatch(i -> matrix.unpredicted(i) > 0);
    }

    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header());
        for (int actual = 0; actual < classes; actual++) {
            rows.add(row(actual));
        }
        rows.add(averages());
        return aligned(rows);
    }

    private List<String> header() {
        List<String> cells = new ArrayList<>(List.of(withCounts ? "true \\ predicted" : "class"));
        if (withCounts) {
            matrix.classes().forEach(name -> cells.add(shortened(name)));
        }
        if (withUnpredicted) {
            cells.add("none");
        }
        cells.addAll(List.of("samples", "precision", "recall", "F1"));
        return cells;
    }

    private List<String> row(int actual) {
        List<String> cells = new ArrayList<>(List.of(matrix.classes().get(actual)));
        for (int predicted = 0; withCounts && predicted < classes; predicted++) {
            cells.add(Long.toString(matrix.count(actual, predicted)));
        }
        if (withUnpredicted) {
            cells.add(Long.toString(matrix.unpredicted(actual)));
        }
        cells.add(Long.toString(matrix.support(actual)));
        cells.addAll(List.of(
                percent(matrix.precision(actual)), percent(matrix.recall(actual)), percent(matrix.f1(actual))));
        return cells;
    }

    private List<String> averages() {
        List<String> cells = new ArrayList<>(List.of("mean"));
        int blank = (withCounts ? classes : 0) + (withUnpredicted ? 1 : 0);
        for (int i = 0; i < blank; i++) {
            cells.add("");
        }
        cells.add(Long.toString(matrix.samples()));
        cells.addAll(List.of(
                percent(matrix.macroPrecision()), percent(matrix.macroRecall()), percent(matrix.macroF1())));
        return cells;
    }

    /** The first column to the left, all others to the right. */
    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(row.getFirst()).repeat(' ', widths[0] - row.getFirst().length());
            for (int column = 1; column < widths.length; column++) {
                String cell = row.get(column);
                text.repeat(' ', 2 + widths[column] - cell.length()).append(cell);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_HEADER ? name : name.substring(0, LONGEST_HEADER);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
