package dev.cairn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.function.Function;

/**
 * Writes what is drawn as SVG: every shape and letter a path, every image a PNG inside. Nothing is taken from
 * elsewhere, so the picture looks the same wherever it is opened.
 */
final class SvgPen extends VectorPen {
    /** Of each kind of segment, in the order of {@link PathIterator}: move, line, quadratic, cubic, close. */
    private static final int[] COORDINATES = {2, 2, 4, 6, 0};
    private static final String LETTERS = "MLQCZ";

    private final StringBuilder elements = new StringBuilder();
    private final Function<Color, String> colours;

    private SvgPen(Function<Color, String> colours) {
        this.colours = colours;
    }

    /** A chart as a file of its own, on white. */
    static String document(Chart chart) {
        SvgPen pen = new SvgPen(SvgPen::hex);
        pen.setColor(Style.PAPER);
        pen.fillRect(0, 0, chart.width(), chart.height());
        chart.paint(pen);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + pen.element(chart);
    }

    /** A chart as a part of an HTML page, which has defined the style's colours as variables. */
    static String inline(Chart chart) {
        SvgPen pen = new SvgPen(colour -> {
            String variable = Style.VARIABLES.get(new Color(colour.getRGB()));
            return variable == null ? hex(colour) : "var(" + variable + ")";
        });
        chart.paint(pen);
        return pen.element(chart);
    }

    private String element(Chart chart) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + chart.width() + ' ' + chart.height()
                + "\" width=\"" + chart.width() + "\" height=\"" + chart.height() + "\" role=\"img\" aria-label=\""
                + Html.escaped(chart.title()) + "\">\n" + elements + "</svg>\n";
    }

    @Override
    public void fill(Shape shape) {
        elements.append("<path fill=\"").append(colours.apply(getColor())).append('"');
        opacity("fill-opacity");
        path(shape);
    }

    @Override
    public void draw(Shape shape) {
        BasicStroke stroke = (BasicStroke) getStroke();
        double scale = Math.sqrt(Math.abs(getTransform().getDeterminant()));
        elements.append("<path fill=\"none\" stroke=\"").append(colours.apply(getColor())).append('"');
        opacity("stroke-opacity");
        elements.append(" stroke-width=\"");
        number(stroke.getLineWidth() * scale);
        elements.append('"');
        if (stroke.getEndCap() == BasicStroke.CAP_ROUND) {
            elements.append(" stroke-linecap=\"round\"");
        }
        if (stroke.getLineJoin() == BasicStroke.JOIN_ROUND) {
            elements.append(" stroke-linejoin=\"round\"");
        }
        if (stroke.getDashArray() != null) {
            elements.append(" stroke-dasharray=\"");
            for (float length : stroke.getDashArray()) {
                number(length * scale);
                elements.append(' ');
            }
            elements.append('"');
        }
        path(shape);
    }

    @Override
    void image(BufferedImage image, Rectangle2D target) {
        Rectangle2D placed = getTransform().createTransformedShape(target).getBounds2D();
        elements.append("<image style=\"image-rendering:pixelated\" preserveAspectRatio=\"none\" x=\"");
        number(placed.getX());
        elements.append("\" y=\"");
        number(placed.getY());
        elements.append("\" width=\"");
        number(placed.getWidth());
        elements.append("\" height=\"");
        number(placed.getHeight());
        elements.append("\" href=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(Png.bytes(image))).append("\"/>\n");
    }

    private void opacity(String attribute) {
        if (getColor().getAlpha() < 255) {
            elements.append(' ').append(attribute).append("=\"");
            number(getColor().getAlpha() / 255.0);
            elements.append('"');
        }
    }

    private void path(Shape shape) {
        elements.append(" d=\"");
        AffineTransform transform = getTransform();
        double[] points = new double[6];
        for (PathIterator path = shape.getPathIterator(transform); !path.isDone(); path.next()) {
            int segment = path.currentSegment(points);
            elements.append(LETTERS.charAt(segment));
            for (int i = 0; i < COORDINATES[segment]; i++) {
                if (i > 0) {
                    elements.append(' ');
                }
                number(points[i]);
            }
        }
        elements.append("\"/>\n");
    }

    /** With two digits after the point: a hundredth of a point cannot be seen. */
    private void number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths < 0) {
            elements.append('-');
        }
        long size = Math.abs(hundredths);
        elements.append(size / 100);
        if (size % 100 != 0) {
            elements.append('.').append(size / 10 % 10);
            if (size % 10 != 0) {
                elements.append(size % 10);
            }
        }
    }

    private static String hex(Color colour) {
        return String.format("#%06x", colour.getRGB() & 0xffffff);
    }
}
