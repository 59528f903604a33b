package dev.cairn.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coloured cells in rows and columns with a name for each: what confusion matrices and heat maps have in common. Names
 * of columns that are too long for their column stand upright.
 */
final class Grid {
    static final int NAME_GAP = 8;
    private static final double AXIS_NAME_HEIGHT = 26;
    private static final double LINE_HEIGHT = 20;
    private static final double MOST_FOR_NAMES = 160;
    /** Of so many rows or columns each is named; of more, some. */
    private static final double LEAST_PITCH_OF_NAMES = 15;

    private final List<String> rows;
    private final List<String> columns;
    private final double left;
    private final double top;
    private final double cellWidth;
    private final double cellHeight;
    private final boolean upright;

    /**
     * Lays the cells out in so much room, below the columns' names and right of the rows'.
     *
     * @param square whether cells are as high as they are wide
     */
    Grid(List<String> rows, List<String> columns, double width, double height, boolean square) {
        this.rows = rows;
        this.columns = columns;
        double rowNames = Math.min(MOST_FOR_NAMES, widest(rows));
        this.left = Style.MARGIN + AXIS_NAME_HEIGHT + rowNames + NAME_GAP;
        double room = (width - Style.MARGIN - left) / columns.size();
        this.upright = widest(columns) > room - 4;
        double columnNames = upright ? Math.min(MOST_FOR_NAMES, widest(columns)) : LINE_HEIGHT;
        this.top = AXIS_NAME_HEIGHT + columnNames + NAME_GAP;
        double tall = (height - Style.MARGIN - top) / rows.size();
        this.cellWidth = square ? Math.min(room, tall) : room;
        this.cellHeight = square ? cellWidth : tall;
    }

    private static double widest(List<String> names) {
        return names.stream().mapToDouble(Style::measure).max().orElse(0);
    }

    double cellWidth() {
        return cellWidth;
    }

    double cellHeight() {
        return cellHeight;
    }

    /** Draws the names of the axes, the rows and the columns. */
    void paintNames(Graphics2D pen, String rowAxis, String columnAxis) {
        double middle = left + columns.size() * cellWidth / 2;
        Text.centred(pen, columnAxis, Style.LABEL, Style.INK, middle, AXIS_NAME_HEIGHT - NAME_GAP);
        Text.upright(pen, rowAxis, Style.INK, Style.MARGIN + 14, top + rows.size() * cellHeight / 2, true);
        double room = left - Style.MARGIN - AXIS_NAME_HEIGHT - NAME_GAP;
        for (int i = 0; i < rows.size(); i += step(cellHeight)) {
            Text.right(pen, Style.fitted(rows.get(i), Style.LABEL, room), Style.LABEL, Style.MUTED, left - NAME_GAP,
                    top + (i + 0.5) * cellHeight + Text.HALF_HEIGHT);
        }
        for (int i = 0; i < columns.size(); i += step(upright ? cellWidth : LEAST_PITCH_OF_NAMES)) {
            double centre = left + (i + 0.5) * cellWidth;
            if (upright) {
                Text.upright(pen, Style.fitted(columns.get(i), Style.LABEL, MOST_FOR_NAMES), Style.MUTED,
                        centre + Text.HALF_HEIGHT, top - NAME_GAP, false);
            } else {
                Text.centred(pen, columns.get(i), Style.LABEL, Style.MUTED, centre, top - NAME_GAP);
            }
        }
    }

    /** Every so many-th name is drawn. */
    private static int step(double pitch) {
        return (int) Math.ceil(LEAST_PITCH_OF_NAMES / pitch);
    }

    /** Draws one cell and, where there is one, its text in the largest of the fonts in which every cell's text fits. */
    void paintCell(Graphics2D pen, int row, int column, Color colour, String text, Font font) {
        double x = left + column * cellWidth;
        double y = top + row * cellHeight;
        double gap = cellWidth > 8 ? 1 : 0;
        pen.setColor(colour);
        pen.fill(new Rectangle2D.Double(x, y, cellWidth - gap, cellHeight - gap));
        if (!text.isEmpty()) {
            Text.centred(pen, text, font, Shades.textOn(colour), x + (cellWidth - gap) / 2,
                    y + (cellHeight - gap) / 2 + font.getSize() * 0.36);
        }
    }

    /** The largest font, down to a readable one, in which a text fits a cell; null if none does. */
    @Nullable
    Font fontFor(String text) {
        for (int size = Style.LABEL.getSize(); size >= Style.SMALLEST; size--) {
            Font font = Style.LABEL.deriveFont((float) size);
            if (Style.width(text, font) < cellWidth - 5 && size * 1.2 < cellHeight) {
                return font;
            }
        }
        return null;
    }
}
