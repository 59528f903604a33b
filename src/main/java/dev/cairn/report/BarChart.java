package dev.cairn.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Horizontal bars from zero, each with its number at its end, so that long names fit and no axis needs reading. Where
 * there are several series, every category has a bar of each. The chart is as high as its bars need.
 */
public final class BarChart extends Chart {
    private static final int WIDTH = 800;
    private static final int FRAME_HEIGHT = 92;
    private static final int LEGEND_HEIGHT = 26;
    private static final int BAR_HEIGHT = 24;
    private static final int GAP = 14;
    private static final int AXIS_HEIGHT = 24;
    private static final int LABEL_GAP = 7;
    private static final int NAME_GAP = 12;
    private static final double MOST_FOR_NAMES = 0.45;

    private final Axis values;
    private final List<String> categories;
    private final List<Series> series;

    private BarChart(String title, Axis values, List<String> categories, List<Series> series) {
        super(title, WIDTH, height(categories.size(), series.size()));
        this.values = values;
        this.categories = List.copyOf(categories);
        this.series = List.copyOf(series);
    }

    private static int height(int categories, int series) {
        return FRAME_HEIGHT + (series > 1 ? LEGEND_HEIGHT : 0)
                + categories * (GAP + BAR_HEIGHT * Math.max(1, series));
    }

    /**
     * A chart without bars; {@link #plus} adds them.
     *
     * @param values     what the bars measure; linear
     * @param categories what stands beside the bars, from top to bottom
     */
    public static BarChart of(String title, Axis values, List<String> categories) {
        if (values.isLogarithmic()) {
            throw new IllegalArgumentException("bar chart '" + title + "': a bar begins at 0, which no logarithm has");
        }
        if (categories.isEmpty()) {
            throw new IllegalArgumentException("bar chart '" + title + "': no categories");
        }
        return new BarChart(title, values, categories, List.of());
    }

    /**
     * This chart with one more bar in every category.
     *
     * @param name    what these bars have in common; names differ from series to series
     * @param lengths a value a category; no bar where it is not finite
     */
    public BarChart plus(String name, double... lengths) {
        if (lengths.length != categories.size()) {
            throw new IllegalArgumentException(
                    "bars '" + name + "': " + lengths.length + " values for " + categories.size() + " categories");
        }
        String visible = Names.shortened(name);
        if (series.stream().anyMatch(other -> other.name().equals(visible))) {
            throw new IllegalArgumentException("bar chart '" + title() + "': two series named '" + visible + "'");
        }
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(visible, lengths.clone()));
        return new BarChart(title(), values, categories, more);
    }

    @Override
    List<Header.Entry> legend() {
        return series.size() < 2
                ? List.of()
                : IntStream.range(0, series.size())
                        .mapToObj(i -> Header.Entry.area(series.get(i).name(), Style.series(i)))
                        .toList();
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        Layout layout = layout(bodyWidth);
        double bottom = bodyHeight - Style.MARGIN;
        Text.left(pen, values.label(), Style.LABEL, Style.MUTED, layout.at(0), bottom);
        double pitch = (bottom - AXIS_HEIGHT) / categories.size();
        double barHeight = Math.min(BAR_HEIGHT, (pitch - GAP) / Math.max(1, series.size()));
        for (int category = 0; category < categories.size(); category++) {
            double middle = (category + 0.5) * pitch;
            String name = Style.fitted(Names.shortened(categories.get(category)), Style.LABEL, layout.names());
            Text.right(pen, name, Style.LABEL, Style.MUTED, Style.MARGIN + layout.names(), middle + Text.HALF_HEIGHT);
            double top = middle - barHeight * series.size() / 2;
            for (int i = 0; i < series.size(); i++) {
                bar(pen, layout, i, series.get(i).lengths()[category], top + i * barHeight, barHeight);
            }
        }
    }

    private static void bar(Graphics2D pen, Layout layout, int i, double value, double top, double height) {
        if (!Double.isFinite(value)) {
            return;
        }
        double zero = layout.at(0);
        double end = layout.at(value);
        pen.setColor(Style.series(i));
        pen.fill(new Rectangle2D.Double(Math.min(zero, end), top + 1, Math.abs(end - zero), height - 2));
        double baseline = top + height / 2 + Text.HALF_HEIGHT;
        if (value < 0) {
            Text.right(pen, Ticks.label(value), Style.LABEL, Style.INK, end - LABEL_GAP, baseline);
        } else {
            Text.left(pen, Ticks.label(value), Style.LABEL, Style.INK, end + LABEL_GAP, baseline);
        }
    }

    /** Gives the names what they need, up to a share of the width, and the bars what their own labels leave. */
    private Layout layout(double bodyWidth) {
        double names = categories.stream().mapToDouble(name -> Style.measure(Names.shortened(name))).max().orElse(0);
        double least = 0;
        double most = 0;
        double labels = 0;
        for (Series one : series) {
            for (double value : one.lengths()) {
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                    labels = Math.max(labels, Style.measure(Ticks.label(value)) + LABEL_GAP);
                }
            }
        }
        double nameRoom = Math.min(names, MOST_FOR_NAMES * bodyWidth);
        double left = Style.MARGIN + nameRoom + NAME_GAP + (least < 0 ? labels : 0);
        double right = bodyWidth - Style.MARGIN - labels;
        return new Layout(nameRoom, left, right, least, most);
    }

    /**
     * Where the bars are.
     *
     * @param names the room for the categories' names
     * @param left  where the least value is
     * @param right where the largest is
     */
    private record Layout(double names, double left, double right, double least, double most) {
        double at(double value) {
            return most > least ? left + (right - left) * (value - least) / (most - least) : left;
        }
    }

    private record Series(String name, double[] lengths) {
    }
}
