package dev.cairn.report;

import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;

/**
 * A small image, grey or in colour, with a line of text below it.
 *
 * @param caption what stands below; empty for nothing
 * @param width   in pixels
 * @param height  in pixels
 * @param rgb     the pixels by row, as 0xRRGGBB
 */
public record ImageTile(String caption, int width, int height, int[] rgb) {
    private static final int GREY = 0x010101;

    public ImageTile {
        if (width < 1 || height < 1 || rgb.length != width * height) {
            throw new IllegalArgumentException(
                    "image of " + width + " by " + height + ": " + rgb.length + " pixels");
        }
    }

    /** Whether samples of a shape are images: [C, H, W] with one channel or three. */
    public static boolean areImages(Shape shape) {
        return shape.rank() == 3 && (shape.dimension(0) == 1 || shape.dimension(0) == 3);
    }

    /**
     * A sample of a data set: black to white are 0 to 255, or for floats the sample's smallest to its largest value.
     */
    public static ImageTile ofSample(String caption, ArrayDataset images, int index) {
        float[] values = images.sample(index).values();
        float least = 0;
        float most = 255;
        if (!images.isBytes()) {
            least = Float.POSITIVE_INFINITY;
            most = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        float black = least;
        float range = most > least ? most - least : 1;
        return of(caption, images.sampleShape(), i -> Math.round(255 * (values[i] - black) / range));
    }

    /**
     * A unit's weights as an image. For grey images weights below 0 are blue, above 0 vermilion; for images in colour
     * each channel's weights are that colour's share, with 0 in the middle.
     *
     * @param weights [C, H, W] with one channel or three
     * @param largest the magnitude that is shown at full strength; common to all units, so that they compare
     */
    public static ImageTile ofWeights(String caption, float[] weights, Shape shape, float largest) {
        float scale = largest > 0 ? 1 / largest : 0;
        if (shape.dimension(0) == 3) {
            return of(caption, shape, i -> Math.round(127.5f + 127.5f * weights[i] * scale));
        }
        int[] rgb = new int[weights.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Shades.diverging(weights[i] * scale).getRGB() & 0xffffff;
        }
        return new ImageTile(caption, shape.dimension(2), shape.dimension(1), rgb);
    }

    /** From the level, 0 to 255, of each element of [C, H, W]. */
    private static ImageTile of(String caption, Shape shape, IntUnaryOperator level) {
        if (!areImages(shape)) {
            throw new IllegalArgumentException("image of shape " + shape + ": must be [1, H, W] or [3, H, W]");
        }
        int plane = shape.dimension(1) * shape.dimension(2);
        int[] rgb = new int[plane];
        for (int i = 0; i < plane; i++) {
            rgb[i] = shape.dimension(0) == 1
                    ? GREY * clamped(level.applyAsInt(i))
                    : clamped(level.applyAsInt(i)) << 16 | clamped(level.applyAsInt(plane + i)) << 8
                            | clamped(level.applyAsInt(2 * plane + i));
        }
        return new ImageTile(caption, shape.dimension(2), shape.dimension(1), rgb);
    }

    private static int clamped(int level) {
        return Math.clamp(level, 0, 255);
    }

    BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return image;
    }
}
