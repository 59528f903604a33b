package dev.cairn.report;

import dev.cairn.train.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The curves of a training run: a chart for each figure of its {@link History}, with a line for each set it was
 * measured on. Figures that are shares, as accuracy, are drawn in percent.
 */
public final class Curves {
    private static final Map<String, String> SETS = Map.of("train", "training");

    private Curves() {
    }

    /** A chart for each figure, {@code loss} first, by the figure's name, as {@code accuracy}. */
    public static SequencedMap<String, LineChart> of(History history) {
        SequencedMap<String, List<String>> columns = new LinkedHashMap<>();
        for (String column : history.columns()) {
            columns.computeIfAbsent(figure(column), figure -> new ArrayList<>()).add(column);
        }
        SequencedMap<String, LineChart> charts = new LinkedHashMap<>();
        columns.forEach((figure, names) -> charts.put(figure, chart(history, figure, names)));
        return charts;
    }

    private static LineChart chart(History history, String figure, List<String> columns) {
        boolean share = isShare(figure);
        double[] epochs = history.rows().stream().mapToDouble(History.Row::epoch).toArray();
        LineChart chart = LineChart.of(title(figure, columns), Axis.of("epoch"),
                share ? Axis.of(figure, "%") : Axis.of(figure));
        for (String column : columns) {
            double[] values = history.column(column);
            double[] drawn = share ? Arrays.stream(values).map(value -> 100 * value).toArray() : values;
            chart = chart.plus(set(column), epochs, drawn);
        }
        return chart;
    }

    /** A single line has no legend, so the title says what it shows. */
    private static String title(String figure, List<String> columns) {
        String capital = Character.toUpperCase(figure.charAt(0)) + figure.substring(1);
        return columns.size() == 1 ? capital + ", " + set(columns.getFirst()) : capital;
    }

    private static boolean isShare(String figure) {
        return figure.equals("accuracy") || figure.matches("top\\d+");
    }

    /** What {@code validation_top5} measures: {@code top5}. */
    private static String figure(String column) {
        String figure = column.substring(column.indexOf('_') + 1);
        return figure.isEmpty() ? column : figure;
    }

    /** What {@code validation_top5} was measured on: {@code validation}. */
    private static String set(String column) {
        int end = column.indexOf('_');
        String set = end < 1 ? column : column.substring(0, end);
        return SETS.getOrDefault(set, set);
    }
}
