package dev.cairn.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A number for every pair of a row and a column, as the accuracy over two hyperparameters: the larger, the darker. The
 * colours span the values from the smallest to the largest, which the cells' numbers tell apart.
 */
public final class HeatMap extends Chart {
    private static final int WIDTH = 800;
    private static final int FRAME_HEIGHT = 150;
    private static final int ROW_HEIGHT = 44;
    private static final int MOST_HEIGHT = 800;
    /** Of the smallest value, so that it differs from a cell without one. */
    private static final double LIGHTEST = 0.06;
    private static final double DARKEST = 0.9;
    private static final String NONE = "–";

    private final Axis values;
    private final String rowAxis;
    private final List<String> rows;
    private final String columnAxis;
    private final List<String> columns;
    private final double[][] cells;

    /**
     * @param values     what the cells measure; linear
     * @param rowAxis    what differs from row to row
     * @param rows       the rows' names, from top to bottom
     * @param columnAxis what differs from column to column
     * @param columns    the columns' names
     * @param cells      by row, then column; one that is not finite is left white, with a dash
     */
    public HeatMap(String title, Axis values, String rowAxis, List<String> rows, String columnAxis,
            List<String> columns,
            double[][] cells) {
        super(title, WIDTH, Math.min(MOST_HEIGHT, FRAME_HEIGHT + ROW_HEIGHT * rows.size()));
        if (rows.isEmpty() || columns.isEmpty() || cells.length != rows.size()
                || Arrays.stream(cells).anyMatch(row -> row.length != columns.size())) {
            throw new IllegalArgumentException(
                    "heat map '" + title + "': needs " + rows.size() + " by " + columns.size()
                            + " values, at least one");
        }
        this.values = values;
        this.rowAxis = rowAxis;
        this.rows = rows.stream().map(Names::shortened).toList();
        this.columnAxis = columnAxis;
        this.columns = columns.stream().map(Names::shortened).toList();
        this.cells = Arrays.stream(cells).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    List<Header.Entry> legend() {
        return List.of(Header.Entry.area(values.label(), Style.BLUE));
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        double[] finite = Arrays.stream(cells).flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElse(0);
        double most = Arrays.stream(finite).max().orElse(0);
        Grid grid = new Grid(rows, columns, bodyWidth, bodyHeight, false);
        grid.paintNames(pen, rowAxis, columnAxis);
        String widest = Arrays.stream(finite).mapToObj(value -> text(value, most - least))
                .max(Comparator.comparingDouble(Style::measure)).orElse("");
        Font font = grid.fontFor(widest);
        for (int row = 0; row < cells.length; row++) {
            for (int column = 0; column < cells[row].length; column++) {
                double value = cells[row][column];
                boolean blank = !Double.isFinite(value);
                double share = most > least ? (value - least) / (most - least) : 1;
                grid.paintCell(pen, row, column,
                        Shades.of(Style.BLUE, blank ? 0 : LIGHTEST + (DARKEST - LIGHTEST) * share),
                        font == null ? "" : blank ? NONE : text(value, most - least),
                        font == null ? Style.LABEL : font);
            }
        }
    }

    /** With as many digits as the values' differences call for, the same for all. */
    private static String text(double value, double range) {
        int digits = range >= 100 ? 0 : range >= 1 ? 1 : range >= 0.1 ? 2 : 3;
        return Math.abs(value) >= 1e4 ? Ticks.text(value) : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
