package dev.cairn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How all charts look: colours, fonts, lines. The colours of data are those of Okabe and Ito, "Color Universal Design",
 * 2008, which readers with any kind of colour blindness can tell apart (also in B. Wong, "Points of view: Color
 * blindness", Nature Methods 8, 2011), without yellow and black, which are hard to see on white and on black. Beyond
 * them, lines are dashed.
 */
final class Style {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x1f2328);
    static final Color MUTED = new Color(0x57606a);
    static final Color GRID = new Color(0xe1e4e8);
    static final Color BLUE = new Color(0x0072b2);
    static final Color VERMILION = new Color(0xd55e00);
    static final Color GREEN = new Color(0x009e73);
    static final Color PURPLE = new Color(0xcc79a7);
    static final Color ORANGE = new Color(0xe69f00);
    static final Color SKY = new Color(0x56b4e9);
    /** The colours of lines and bars, in this order. */
    static final List<Color> SERIES = List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY);

    /** The variables by which an HTML page gives the colours, so that it can brighten them on a dark page. */
    static final Map<Color, String> VARIABLES = Map.of(PAPER, "--paper", INK, "--ink", MUTED, "--muted", GRID, "--grid",
            BLUE, "--blue", VERMILION, "--vermilion", GREEN, "--green", PURPLE, "--purple", ORANGE, "--orange",
            SKY, "--sky");

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    /** In points: what can still be read on a slide. */
    static final int SMALLEST = 10;
    static final int MARGIN = 16;

    private static final float LINE_WIDTH = 2.5f;
    private static final float[][] DASHES = {{}, {9, 5}, {2, 4}, {9, 4, 2, 4}};
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private Style() {
    }

    /** The colour of the i-th line or bar. */
    static Color series(int i) {
        return SERIES.get(i % SERIES.size());
    }

    /** The stroke of the i-th line: solid, then dashed once the colours are used up. */
    static BasicStroke line(int i) {
        float[] dash = DASHES[i / SERIES.size() % DASHES.length];
        return dash.length == 0
                ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /** How many points a text is wide as a label. */
    static double measure(String text) {
        return width(text, LABEL);
    }

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : new TextLayout(text, font, CONTEXT).getAdvance();
    }

    /** The text, or its beginning and an ellipsis, in so much room. */
    static String fitted(String text, Font font, double room) {
        String fitted = text;
        for (int length = text.codePointCount(0, text.length()) - 1; length > 0
                && width(fitted, font) > room; length--) {
            fitted = text.substring(0, text.offsetByCodePoints(0, length)) + "…";
        }
        return fitted;
    }

    /** Gives a chart of the library the colours, fonts and lines of all others. */
    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(PAPER).setPlotBackgroundColor(PAPER).setPlotBorderVisible(false);
        styler.setChartFontColor(INK);
        styler.setChartTitleVisible(false).setLegendVisible(false).setChartPadding(MARGIN);
        styler.setAxisTitleFont(LABEL).setAxisTickLabelsFont(LABEL).setAxisTickLabelsColor(MUTED);
        styler.setXAxisTitleColor(INK);
        styler.setYAxisTitleColor(INK);
        styler.setAxisTitlePadding(10);
        styler.setAxisTickPadding(6).setAxisTickMarkLength(0).setAxisTicksLineVisible(false)
                .setAxisTicksMarksVisible(false);
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotGridVerticalLinesVisible(false).setPlotTicksMarksVisible(false);
        styler.setYAxisTickMarkSpacingHint(55);
        styler.setXAxisTickLabelsFormattingFunction(Ticks::text);
        styler.setErrorBarsColorSeriesColor(true);
        styler.setYAxisLabelAlignment(TextAlignment.Right);
        styler.setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        styler.setAntiAlias(true).setTextAntiAlias(true);
    }
}
