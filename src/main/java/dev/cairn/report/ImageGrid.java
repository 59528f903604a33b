package dev.cairn.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Small images side by side, each enlarged without smoothing and with its caption below: samples, mistakes, weights.
 */
public final class ImageGrid extends Chart {
    private static final int WIDTH = 800;
    private static final int HEADER_HEIGHT = 52;
    private static final int LEGEND_HEIGHT = 26;
    private static final int GAP = 10;
    private static final int CAPTION_HEIGHT = 20;
    private static final int LARGEST_SIDE = 112;

    private final List<ImageTile> tiles;
    private final int columns;
    private final boolean captions;
    private final List<Header.Entry> legend;

    private ImageGrid(String title, List<ImageTile> tiles, int columns, List<Header.Entry> legend) {
        super(title, WIDTH, height(tiles, columns) + (legend.isEmpty() ? 0 : LEGEND_HEIGHT));
        this.legend = legend;
        this.tiles = List.copyOf(tiles);
        this.columns = columns;
        this.captions = haveCaptions(tiles);
    }

    /**
     * Images in rows, in their order.
     *
     * @param tiles   at least one
     * @param columns images a row
     */
    public static ImageGrid of(String title, List<ImageTile> tiles, int columns) {
        return of(title, tiles, columns, List.of());
    }

    static ImageGrid of(String title, List<ImageTile> tiles, int columns, List<Header.Entry> legend) {
        if (tiles.isEmpty() || columns < 1) {
            throw new IllegalArgumentException(
                    "image grid '" + title + "': " + tiles.size() + " images in " + columns + " columns");
        }
        return new ImageGrid(title, tiles, columns, legend);
    }

    private static boolean haveCaptions(List<ImageTile> tiles) {
        return tiles.stream().anyMatch(tile -> !tile.caption().isEmpty());
    }

    private static double side(int columns) {
        double room = (WIDTH - 2.0 * Style.MARGIN - (columns - 1) * GAP) / columns;
        return Math.max(1, Math.min(LARGEST_SIDE, room));
    }

    private static int height(List<ImageTile> tiles, int columns) {
        int rows = (tiles.size() + columns - 1) / columns;
        double row = side(columns) + GAP + (haveCaptions(tiles) ? CAPTION_HEIGHT : 0);
        return (int) Math.ceil(HEADER_HEIGHT + rows * row + Style.MARGIN);
    }

    @Override
    List<Header.Entry> legend() {
        return legend;
    }

    @Override
    void paintBody(Graphics2D pen, double bodyWidth, double bodyHeight) {
        double side = side(columns);
        double row = side + GAP + (captions ? CAPTION_HEIGHT : 0);
        Font font = captionFont(side + GAP - 2);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int i = 0; i < tiles.size(); i++) {
            ImageTile tile = tiles.get(i);
            double x = Style.MARGIN + i % columns * (side + GAP);
            double y = GAP + i / columns * row;
            double scale = side / Math.max(tile.width(), tile.height());
            int width = Math.max(1, (int) (tile.width() * scale));
            int height = Math.max(1, (int) (tile.height() * scale));
            pen.drawImage(tile.image(), (int) x, (int) y, width, height, null);
            String caption = Style.fitted(tile.caption(), font, side + GAP - 2);
            Text.centred(pen, caption, font, Style.MUTED, x + side / 2, y + side + CAPTION_HEIGHT - 4);
        }
    }

    /** As large as the longest caption allows, down to what can still be read. */
    private Font captionFont(double room) {
        Font font = Style.SMALL;
        while (font.getSize() > Style.SMALLEST && widestCaption(font) > room) {
            font = font.deriveFont(font.getSize() - 1f);
        }
        return font;
    }

    private double widestCaption(Font font) {
        return tiles.stream().map(ImageTile::caption).distinct().mapToDouble(text -> Style.width(text, font)).max()
                .orElse(0);
    }
}
