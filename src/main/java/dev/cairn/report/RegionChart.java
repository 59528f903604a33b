package dev.cairn.report;

import dev.cairn.data.ArrayDataset;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plane of two features in the colours of the classes that a network sees there, and samples upon it: dots in the
 * colour of their true class, and crosses where the network is wrong.
 */
public final class RegionChart extends Chart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 830;
    private static final int AXIS_ROOM = 56;
    private static final int TICKS = 5;
    private static final int MOST_POINTS = 2000;
    private static final double DOT = 6;
    private static final double CROSS = 9;
    private static final double TINT = 0.28;
    /** Of dots and crosses, which lie on the regions' light colours on any page. */
    private static final Color CROSS_COLOUR = new Color(0x1f2329);
    private static final Color HALO = new Color(0xfefefe);
    private static final double DOT_DARKNESS = 0.2;

    private final List<String> classes;
    private final DecisionRegions regions;
    private final List<PlanePoint> points;

    /**
     * @param classes the classes' names
     * @param points  those outside of the regions are left out
     */
    public RegionChart(String title, List<String> classes, DecisionRegions regions, List<PlanePoint> points) {
        super(title, WIDTH, HEIGHT);
        this.classes = List.copyOf(classes);
        this.regions = regions;
        this.points = points.stream().filter(point -> isInside(regions, point)).toList();
    }

    private static boolean isInside(DecisionRegions regions, PlanePoint point) {
        return point.x() >= regions.left() && point.x() <= regions.right()
                && point.y() >= regions.bottom() && point.y() <= regions.top();
    }

    /**
     * A network's regions and how it did on a data set of two features, of which at most the first 2000 samples are
     * drawn.
     *
     * @param answers for the data set, from its evaluation
     */
    public static RegionChart of(String title, DecisionRegions regions, ArrayDataset data, Answers answers) {
        List<PlanePoint> points = IntStream.range(0, Math.min(MOST_POINTS, data.size()))
                .mapToObj(i -> PlanePoint.of(data.sample(i), answers.predicted(i)))
                .toList();
        return new RegionChart(title, data.classNames(), regions, points);
    }

    @Override
    List<Header.Entry> legend() {
        List<Header.Entry> entries = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            entries.add(Header.Entry.dot(Names.shortened(classes.get(i)), dotColour(i)));
        }
        long wrong = points.stream().filter(point -> !point.isRight()).count();
        entries.add(Header.Entry.cross(wrong + " of " + points.size() + " wrong", Style.INK));
        return entries;
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        double top = Style.MARGIN / 2.0;
        double side = Math.min(bodyWidth - 2 * Style.MARGIN - AXIS_ROOM, bodyHeight - top - AXIS_ROOM);
        Plane plane = new Plane(regions, Style.MARGIN + AXIS_ROOM, top, side);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        pen.drawImage(regionImage(), (int) plane.left(), (int) plane.top(), (int) side, (int) side, null);
        paintAxes(pen, plane);
        points.stream().filter(PlanePoint::isRight).forEach(point -> paintDot(pen, plane, point));
        points.stream().filter(point -> !point.isRight()).forEach(point -> {
            paintDot(pen, plane, point);
            paintCross(pen, plane.x(point.x()), plane.y(point.y()));
        });
    }

    private BufferedImage regionImage() {
        int side = regions.side();
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int cell = 0; cell < side * side; cell++) {
            int seen = regions.classes()[cell];
            Color colour = seen < 0 ? Style.PAPER : Shades.solid(Style.series(seen), TINT);
            image.setRGB(cell % side, cell / side, colour.getRGB());
        }
        return image;
    }

    private void paintAxes(Graphics2D pen, Plane plane) {
        double bottom = plane.top() + plane.side();
        for (double tick : Ticks.between(regions.left(), regions.right(), TICKS)) {
            Text.centred(pen, Ticks.text(tick), Style.LABEL, Style.MUTED, plane.x(tick), bottom + 24);
        }
        for (double tick : Ticks.between(regions.bottom(), regions.top(), TICKS)) {
            Text.right(pen, Ticks.text(tick), Style.LABEL, Style.MUTED, plane.left() - 8,
                    plane.y(tick) + Text.HALF_HEIGHT);
        }
        Text.centred(pen, "first feature", Style.LABEL, Style.INK, plane.left() + plane.side() / 2, bottom + 46);
        Text.upright(pen, "second feature", Style.INK, Style.MARGIN + 14, plane.top() + plane.side() / 2, true);
    }

    private static void paintDot(Graphics2D pen, Plane plane, PlanePoint point) {
        pen.setColor(dotColour(point.label()));
        pen.fill(new Ellipse2D.Double(plane.x(point.x()) - DOT / 2, plane.y(point.y()) - DOT / 2, DOT, DOT));
    }

    private static void paintCross(Graphics2D pen, double x, double y) {
        for (boolean halo : new boolean[] {true, false}) {
            pen.setColor(halo ? HALO : CROSS_COLOUR);
            pen.setStroke(new BasicStroke(halo ? 5 : 2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            pen.draw(new Line2D.Double(x - CROSS / 2, y - CROSS / 2, x + CROSS / 2, y + CROSS / 2));
            pen.draw(new Line2D.Double(x - CROSS / 2, y + CROSS / 2, x + CROSS / 2, y - CROSS / 2));
        }
    }

    private static Color dotColour(int label) {
        return Shades.mixed(Style.series(label), Style.INK, DOT_DARKNESS);
    }

    /** From features to points of the chart. */
    private record Plane(DecisionRegions regions, double left, double top, double side) {
        double x(double feature) {
            return left + side * (feature - regions.left()) / (regions.right() - regions.left());
        }

        double y(double feature) {
            return top + side * (regions.top() - feature) / (regions.top() - regions.bottom());
        }
    }
}
