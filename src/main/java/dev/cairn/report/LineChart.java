package dev.cairn.report;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over a common axis, as of a training run or of a measurement over sizes. */
public final class LineChart extends Chart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 480;
    /** Up to so many points a line shows each of them. */
    private static final int MOST_MARKED = 20;
    private static final double LEAST_TICK_ROOM = 80;
    private static final double MOST_FOR_AXIS_LABEL = 0.7;
    /** Ticks that are further apart than the lines are wide would not be drawn at all. */
    private static final double MOST_TICK_SHARE = 0.65;

    private final Axis x;
    private final Axis y;
    private final List<Line> lines;

    private LineChart(String title, Axis x, Axis y, List<Line> lines) {
        super(title, WIDTH, HEIGHT);
        this.x = x;
        this.y = y;
        this.lines = List.copyOf(lines);
    }

    /** A chart without lines; {@link #plus} adds them. */
    public static LineChart of(String title, Axis x, Axis y) {
        return new LineChart(title, x, y, List.of());
    }

    /**
     * This chart with one more line. Points whose value is not finite, or not positive on a logarithmic axis, are left
     * out.
     *
     * @param name what the line shows; names differ from line to line
     */
    public LineChart plus(String name, double[] xs, double[] ys) {
        return plus(name, xs, ys, null, true);
    }

    /**
     * This chart with one more line whose points carry bars of so much up and down, as the spread over repeats.
     *
     * @param spread half the height of each point's bar, in the unit of y
     */
    public LineChart plus(String name, double[] xs, double[] ys, double[] spread) {
        return plus(name, xs, ys, spread, true);
    }

    /** This chart with points that no line joins, as one of each trial of a search. */
    public LineChart plusPoints(String name, double[] xs, double[] ys) {
        return plus(name, xs, ys, null, false);
    }

    private LineChart plus(String name, double[] xs, double[] ys, double @Nullable [] spread, boolean joined) {
        if (xs.length != ys.length || spread != null && spread.length != ys.length) {
            throw new IllegalArgumentException("line '" + name + "': " + xs.length + " x values, " + ys.length
                    + " y values" + (spread == null ? "" : ", " + spread.length + " spreads"));
        }
        String visible = Names.shortened(name);
        if (lines.stream().anyMatch(line -> line.name().equals(visible))) {
            throw new IllegalArgumentException("line chart '" + title() + "': two lines named '" + visible + "'");
        }
        List<Line> more = new ArrayList<>(lines);
        more.add(Line.of(visible, x, y, xs, ys, spread, joined));
        return new LineChart(title(), x, y, more);
    }

    @Override
    List<Header.Entry> legend() {
        return lines.size() < 2 ? List.of() : IntStream.range(0, lines.size()).mapToObj(this::entry).toList();
    }

    private Header.Entry entry(int i) {
        Line line = lines.get(i);
        return line.joined()
                ? Header.Entry.line(line.name(), Style.series(i), Style.line(i))
                : Header.Entry.dot(line.name(), Style.series(i));
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        XYChart chart = new XYChart((int) bodyWidth, (int) bodyHeight);
        chart.setXAxisTitle(Style.fitted(x.label(), Style.LABEL, MOST_FOR_AXIS_LABEL * bodyWidth));
        chart.setYAxisTitle(Style.fitted(y.label(), Style.LABEL, MOST_FOR_AXIS_LABEL * bodyHeight));
        Style.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(x.isLogarithmic()).setYAxisLogarithmic(y.isLogarithmic());
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Ticks::text);
        chart.getStyler().setXAxisTickMarkSpacingHint((int) Math.max(LEAST_TICK_ROOM, bodyWidth * wholeTickShare()));
        for (int i = 0; i < lines.size(); i++) {
            add(chart, i);
        }
        chart.paint(pen, (int) bodyWidth, (int) bodyHeight);
    }

    /** The share of the axis between two ticks, so that there are none between whole numbers; 0 where there may be. */
    private double wholeTickShare() {
        double[] xs = lines.stream().flatMapToDouble(line -> Arrays.stream(line.xs())).toArray();
        double range = Arrays.stream(xs).max().orElse(0) - Arrays.stream(xs).min().orElse(0);
        return range >= 1 && Arrays.stream(xs).allMatch(value -> value == Math.rint(value))
                ? Math.min(MOST_TICK_SHARE, 1 / range)
                : 0;
    }

    private void add(XYChart chart, int i) {
        Line line = lines.get(i);
        if (line.xs().length == 0) {
            return;
        }
        XYSeries series = chart.addSeries(line.name(), line.xs(), line.ys(), line.spread());
        series.setLineColor(Style.series(i)).setLineStyle(line.joined() ? Style.line(i) : SeriesLines.NONE);
        series.setMarkerColor(Style.series(i))
                .setMarker(line.isMarked() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        if (line.xs().length > 1) {
            addOffBeat(chart, line);
        }
    }

    /** One invisible point between two others: the library would label each of evenly spaced values, however many. */
    private void addOffBeat(XYChart chart, Line line) {
        double[] x = {line.xs()[0] / 3 * 2 + line.xs()[1] / 3};
        double[] y = {line.ys()[0] / 3 * 2 + line.ys()[1] / 3};
        chart.addSeries(" " + line.name(), x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(SeriesLines.NONE);
    }

    /** A line's points that can be drawn. */
    private record Line(String name, double[] xs, double[] ys, double @Nullable [] spread, boolean joined) {

        static Line of(String name, Axis x, Axis y, double[] xs, double[] ys, double @Nullable [] spread,
                boolean joined) {
            int[] drawn = IntStream.range(0, xs.length).filter(i -> x.shows(xs[i]) && y.shows(ys[i])).toArray();
            return new Line(name, select(xs, drawn), select(ys, drawn), spread == null ? null : select(spread, drawn),
                    joined);
        }

        private static double[] select(double[] values, int[] indices) {
            return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
        }

        boolean isMarked() {
            return !joined || xs.length <= MOST_MARKED;
        }
    }
}
