package dev.cairn.report;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture of data that draws itself: a title, and what the subclass adds. Charts never change. Sizes are in points of
 * the screen; a PNG has two pixels a point, so that it stays sharp on a slide. An SVG draws its letters as outlines and
 * looks the same without any font.
 */
public abstract class Chart {
    static final int PIXELS_PER_POINT = 2;

    private final String title;
    private final int width;
    private final int height;

    Chart(String title, int width, int height) {
        this.title = title;
        this.width = width;
        this.height = height;
    }

    /** What the chart shows, in a few words. */
    public final String title() {
        return title;
    }

    /** The width in points. */
    public final int width() {
        return width;
    }

    /** The height in points. */
    public final int height() {
        return height;
    }

    /** What the colours mean, for the line below the title; nothing where that is plain. */
    List<Header.Entry> legend() {
        return List.of();
    }

    /** Draws what is below title and legend into so many points, from (0, 0). */
    abstract void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight);

    /** Draws the chart into {@code width()} by {@code height()} points, on paper that is already there. */
    final void paint(Graphics2D pen) {
        double header = new Header(title, legend(), width).paint(pen);
        pen.translate(0, header);
        paintBody(pen, width, height - header);
        pen.translate(0, -header);
    }

    /**
     * The chart as a PNG file's contents.
     *
     * @throws CairnException if this Java cannot draw; {@link Charts#whyNot} tells beforehand
     */
    public final byte[] png() {
        Charts.require();
        return Png.bytes(image());
    }

    /**
     * The chart as an SVG file's contents.
     *
     * @throws CairnException if this Java cannot draw; {@link Charts#whyNot} tells beforehand
     */
    public final String svg() {
        Charts.require();
        return Svg.document(this);
    }

    /** Writes {@link #png} to a file, whole or not at all. */
    public final void writePng(Path file) {
        byte[] png = png();
        AtomicFile.write(file, out -> out.write(png));
    }

    /** Writes {@link #svg} to a file, whole or not at all. */
    public final void writeSvg(Path file) {
        AtomicFile.write(file, svg());
    }

    /** The chart in pixels, on white. */
    final BufferedImage image() {
        BufferedImage image = new BufferedImage(
                PIXELS_PER_POINT * width, PIXELS_PER_POINT * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        pen.setColor(Style.PAPER);
        pen.fillRect(0, 0, width, height);
        paint(pen);
        pen.dispose();
        return image;
    }
}
