package dev.cairn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** The top of every chart: its title, and below it what the colours mean, in as many lines as that takes. */
final class Header {
    private static final double TITLE_HEIGHT = 28;
    private static final double LINE_HEIGHT = 26;
    private static final double SAMPLE_WIDTH = 26;
    private static final double SAMPLE_GAP = 8;
    private static final double ENTRY_GAP = 24;
    private static final double BASELINE = 6;
    private static final int SMALLEST_TITLE = 13;

    private final String title;
    private final List<Entry> entries;
    private final double width;

    /** @param width of the chart, its margins included */
    Header(String title, List<Entry> entries, double width) {
        this.title = title;
        this.entries = List.copyOf(entries);
        this.width = width;
    }

    /** What a colour, and a way to draw with it, stands for. */
    record Entry(String name, Color colour, Sample sample, BasicStroke stroke) {
        static Entry line(String name, Color colour, BasicStroke stroke) {
            return new Entry(name, colour, Sample.LINE, stroke);
        }

        static Entry area(String name, Color colour) {
            return new Entry(name, colour, Sample.AREA, Style.line(0));
        }

        static Entry dot(String name, Color colour) {
            return new Entry(name, colour, Sample.DOT, Style.line(0));
        }

        static Entry cross(String name, Color colour) {
            return new Entry(name, colour, Sample.CROSS, Style.line(0));
        }

        private double width() {
            return sample.width + SAMPLE_GAP + Style.measure(name);
        }
    }

    private enum Sample {
        LINE(SAMPLE_WIDTH), AREA(14), DOT(11), CROSS(11);

        private final double width;

        Sample(double width) {
            this.width = width;
        }
    }

    /** Draws the header; answers its height, margins included. */
    double paint(Graphics2D pen) {
        pen.setColor(Style.INK);
        Font font = titleFont();
        double room = width - 2 * Style.MARGIN;
        pen.setFont(font);
        pen.drawString(Style.fitted(title, font, room), Style.MARGIN, (float) (Style.MARGIN + TITLE_HEIGHT - 10));
        double x = Style.MARGIN;
        double y = Style.MARGIN + TITLE_HEIGHT;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (i > 0 && x + entry.width() > width - Style.MARGIN) {
                x = Style.MARGIN;
                y += LINE_HEIGHT;
            }
            paint(pen, entry, x, y + LINE_HEIGHT / 2);
            x += entry.width() + ENTRY_GAP;
        }
        return y + (entries.isEmpty() ? 0 : LINE_HEIGHT);
    }

    /** As large as the title allows. */
    private Font titleFont() {
        Font font = Style.TITLE;
        while (font.getSize() > SMALLEST_TITLE && Style.width(title, font) > width - 2 * Style.MARGIN) {
            font = font.deriveFont(font.getSize() - 1f);
        }
        return font;
    }

    private static void paint(Graphics2D pen, Entry entry, double x, double middle) {
        pen.setColor(entry.colour());
        double size = entry.sample().width;
        double top = middle - size / 2;
        pen.setStroke(entry.stroke());
        switch (entry.sample()) {
            case LINE -> pen.draw(new Line2D.Double(x, middle, x + size, middle));
            case AREA -> pen.fill(new Rectangle2D.Double(x, top, size, size));
            case DOT -> pen.fill(new Ellipse2D.Double(x, top, size, size));
            case CROSS -> {
                pen.draw(new Line2D.Double(x, top, x + size, top + size));
                pen.draw(new Line2D.Double(x, top + size, x + size, top));
            }
        }
        pen.setColor(Style.INK);
        pen.setFont(Style.LABEL);
        pen.drawString(entry.name(), (float) (x + size + SAMPLE_GAP), (float) (middle + BASELINE));
    }
}
