package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** A chart as a reader of its PNG sees it. */
final class Drawn {
    private static final double ROUNDING = 1.5;

    private final BufferedImage image;

    private Drawn(BufferedImage image) {
        this.image = image;
    }

    static Drawn of(Chart chart) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));
        assertThat(image.getWidth()).isEqualTo(2 * chart.width());
        assertThat(image.getHeight()).isEqualTo(2 * chart.height());
        return new Drawn(image);
    }

    /** The chart's SVG as a document, which it must be. */
    static Document svg(Chart chart) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    }

    Color at(int x, int y) {
        return new Color(image.getRGB(x, y));
    }

    /** Whether a pixel has a colour, or one that lets the paper through. */
    private boolean has(int x, int y, Color colour) {
        Color pixel = at(x, y);
        double alpha = colour.getAlpha() / 255.0;
        return Math.abs(pixel.getRed() - (255 + alpha * (colour.getRed() - 255))) < ROUNDING
                && Math.abs(pixel.getGreen() - (255 + alpha * (colour.getGreen() - 255))) < ROUNDING
                && Math.abs(pixel.getBlue() - (255 + alpha * (colour.getBlue() - 255))) < ROUNDING;
    }

    int count(Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += has(x, y, colour) ? 1 : 0;
            }
        }
        return count;
    }

    /** The smallest rectangle that holds all pixels of a colour. */
    Rectangle bounds(Color colour) {
        Rectangle bounds = new Rectangle(0, 0, -1, -1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (has(x, y, colour)) {
                    bounds.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return bounds;
    }

    /** Nothing touches the edge, so nothing was cut off there. */
    void assertMarginsAreBlank() {
        for (int x = 0; x < image.getWidth(); x++) {
            assertThat(at(x, 0)).isEqualTo(Color.WHITE);
            assertThat(at(x, image.getHeight() - 1)).isEqualTo(Color.WHITE);
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(at(0, y)).isEqualTo(Color.WHITE);
            assertThat(at(image.getWidth() - 1, y)).isEqualTo(Color.WHITE);
        }
    }
}
