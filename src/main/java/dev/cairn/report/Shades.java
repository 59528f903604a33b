package dev.cairn.report;

import java.awt.Color;

/** Colours for quantities. */
final class Shades {
    private static final double LIGHT_ENOUGH_FOR_INK = 0.45;
    /** Text on a shade: the inks of a page, which turn light on a dark one, would vanish there. */
    private static final Color DARK_TEXT = new Color(0x1f2329);
    private static final Color LIGHT_TEXT = new Color(0xfefefe);
    private static final Color NOTHING = new Color(0xfafbfc);

    private Shades() {
    }

    /** From almost white (0 and NaN) to a colour (1). */
    static Color of(Color full, double share) {
        double s = Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
        return mixed(NOTHING, full, s);
    }

    /** From blue (-1) over white (0) to vermilion (1). */
    static Color diverging(double value) {
        return of(value < 0 ? Style.BLUE : Style.VERMILION, Math.abs(value));
    }

    /** The colour of text that can be read on a shade. */
    static Color textOn(Color shade) {
        return luminance(shade) > LIGHT_ENOUGH_FOR_INK ? DARK_TEXT : LIGHT_TEXT;
    }

    /** A colour between two others: the first at 0, the second at 1. */
    static Color mixed(Color first, Color second, double share) {
        return new Color(
                between(first.getRed(), second.getRed(), share),
                between(first.getGreen(), second.getGreen(), share),
                between(first.getBlue(), second.getBlue(), share));
    }

    private static int between(int first, int second, double share) {
        return (int) Math.round(first + (second - first) * share);
    }

    private static double luminance(Color colour) {
        return (0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue()) / 255;
    }
}
