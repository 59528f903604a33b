package dev.cairn.report;

import dev.cairn.metrics.ConfusionMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link ConfusionMatrix} as a heat map with its counts. What is right is blue, by its share of the true class; what
 * is wrong is vermilion, by its share of the most frequent confusion, so that the few errors of a good classifier can
 * be seen.
 */
public final class ConfusionChart extends Chart {
    private static final int WIDTH = 800;
    private static final int FRAME_HEIGHT = 150;
    private static final int LARGEST_CELL = 110;
    private static final int MOST_HEIGHT = 760;
    /** Darker cells would make their counts hard to read. */
    private static final double DARKEST = 0.9;

    private final ConfusionMatrix matrix;

    private ConfusionChart(String title, ConfusionMatrix matrix) {
        super(title, WIDTH, Math.min(MOST_HEIGHT, FRAME_HEIGHT + LARGEST_CELL * matrix.classes().size()));
        this.matrix = matrix;
    }

    /** A picture of the matrix as it is now. */
    public static ConfusionChart of(String title, ConfusionMatrix matrix) {
        return new ConfusionChart(title, matrix.copy());
    }

    @Override
    List<Header.Entry> legend() {
        return List.of(
                Header.Entry.area("right, by share of the true class", Style.BLUE),
                Header.Entry.area("wrong, by share of the most frequent mistake", Style.VERMILION));
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        int classes = matrix.classes().size();
        List<String> names = matrix.classes().stream().map(Names::shortened).toList();
        List<String> columns = new ArrayList<>(names);
        boolean someWithout = unpredicted() > 0;
        if (someWithout) {
            columns.add("none");
        }
        Grid grid = new Grid(names, columns, bodyWidth, bodyHeight, true);
        grid.paintNames(pen, "true class", "predicted class");
        long most = mostWrong();
        Font font = grid.fontFor(Ticks.label(Math.max(most, mostRight())));
        for (int actual = 0; actual < classes; actual++) {
            for (int column = 0; column < columns.size(); column++) {
                long count = column < classes ? matrix.count(actual, column) : matrix.unpredicted(actual);
                String text = font == null || count == 0 ? "" : Ticks.label(count);
                grid.paintCell(pen, actual, column, shade(actual, column, count, most), text,
                        font == null ? Style.SMALL : font);
            }
        }
    }

    private Color shade(int actual, int column, long count, long most) {
        return actual == column
                ? Shades.of(Style.BLUE, DARKEST * matrix.recall(actual))
                : Shades.of(Style.VERMILION, most == 0 ? 0 : DARKEST * count / most);
    }

    private long unpredicted() {
        long sum = 0;
        for (int i = 0; i < matrix.classes().size(); i++) {
            sum += matrix.unpredicted(i);
        }
        return sum;
    }

    private long mostRight() {
        long most = 0;
        for (int i = 0; i < matrix.classes().size(); i++) {
            most = Math.max(most, matrix.count(i, i));
        }
        return most;
    }

    private long mostWrong() {
        long most = 0;
        for (int actual = 0; actual < matrix.classes().size(); actual++) {
            most = Math.max(most, matrix.unpredicted(actual));
            for (int predicted = 0; predicted < matrix.classes().size(); predicted++) {
                most = actual == predicted ? most : Math.max(most, matrix.count(actual, predicted));
            }
        }
        return most;
    }
}
