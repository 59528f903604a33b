package dev.cairn.report;

import java.awt.Color;

/** Colours for quantities. */
final class Shades {
    /** Up to such a share the page's ink can be read on a shade, whether the page is light or dark. */
    private static final double MOST_UNDER_INK = 0.75;
    private static final Color LIGHT_TEXT = new Color(0xfefefe);
    private static final Color ALMOST_WHITE = new Color(0xfafbfc);
    private static final int OPAQUE = 255;
    /** So that even nothing can be told from the page. */
    private static final double LEAST = 0.02;

    private Shades() {
    }

    /** From next to nothing (0 and NaN) to a colour (1), on whatever is below. */
    static Color of(Color full, double share) {
        double s = Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
        int alpha = (int) Math.round(OPAQUE * (LEAST + (1 - LEAST) * s));
        return new Color(full.getRed(), full.getGreen(), full.getBlue(), alpha);
    }

    /** From almost white (0 and NaN) to a colour (1), for the pixels of an image. */
    static Color solid(Color full, double share) {
        return mixed(ALMOST_WHITE, full, Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1));
    }

    /** From blue (-1) over white (0) to vermilion (1), for the pixels of an image. */
    static Color diverging(double value) {
        return solid(value < 0 ? Style.BLUE : Style.VERMILION, Math.abs(value));
    }

    /** The colour of text that can be read on a shade {@link #of} a colour. */
    static Color textOn(Color shade) {
        return shade.getAlpha() <= MOST_UNDER_INK * OPAQUE ? Style.INK : LIGHT_TEXT;
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
}
