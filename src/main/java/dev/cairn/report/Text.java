package dev.cairn.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** Text beside, left of or around a point on its baseline. */
final class Text {
    /** From the middle of a line of labels down to its baseline. */
    static final double HALF_HEIGHT = 6;

    private Text() {
    }

    static void left(Graphics2D pen, String text, Font font, Color colour, double x, double baseline) {
        pen.setColor(colour);
        pen.setFont(font);
        pen.drawString(text, (float) x, (float) baseline);
    }

    static void right(Graphics2D pen, String text, Font font, Color colour, double x, double baseline) {
        left(pen, text, font, colour, x - Style.width(text, font), baseline);
    }

    static void centred(Graphics2D pen, String text, Font font, Color colour, double x, double baseline) {
        left(pen, text, font, colour, x - Style.width(text, font) / 2, baseline);
    }

    /** A label that reads upwards from a point, or around it. */
    static void upright(Graphics2D pen, String text, Color colour, double x, double y, boolean around) {
        AffineTransform before = pen.getTransform();
        pen.translate(x, y);
        pen.rotate(-Math.PI / 2);
        left(pen, text, Style.LABEL, colour, around ? -Style.measure(text) / 2 : 0, 0);
        pen.setTransform(before);
    }
}
