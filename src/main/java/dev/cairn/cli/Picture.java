package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import dev.cairn.files.IoReason;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Picture files as samples: scaled to the sample's size, in its colours, transparent places white. */
final class Picture {
    private static final int CHANNELS = 3;

    private Picture() {
    }

    /**
     * Reads a file.
     *
     * @param shape of a sample: [1, H, W] for grey, [3, H, W] for colour
     * @return the values 0 to 255, channels first; null if the file is no picture
     */
    static float @Nullable [] read(Path file, Shape shape) {
        boolean fits = shape.rank() == 3 && (shape.dimension(0) == 1 || shape.dimension(0) == CHANNELS);
        BufferedImage picture = open(file);
        if (picture == null) {
            return null;
        }
        if (!fits) {
            throw new CairnException(file + " is a picture, but the model takes samples of shape " + shape
                    + "; give it rows of numbers");
        }
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        byte[] colour = channelsFirst(scaled(opaque(picture), width, height));
        ArrayDataset sample = ArrayDataset.ofImages(file.toString(), colour, Shape.of(CHANNELS, height, width),
                new int[] {0}, List.of("picture"));
        return (shape.dimension(0) == 1 ? sample.grey() : sample).sample(0).values();
    }

    private static @Nullable BufferedImage open(Path file) {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        try {
            return Files.isRegularFile(file) ? ImageIO.read(file.toFile()) : null;
        } catch (IOException e) {
            throw new CairnException("cannot read the picture " + file + ": " + IoReason.of(e), e);
        }
    }

    /** The picture in RGB, on white. */
    private static BufferedImage opaque(BufferedImage picture) {
        BufferedImage rgb = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        boolean grey = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && picture.getRaster().getNumBands() == 1;
        if (grey) {
            copyGrey(picture.getRaster(), rgb);
        } else {
            Graphics2D pen = rgb.createGraphics();
            pen.drawImage(picture, 0, 0, Color.WHITE, null);
            pen.dispose();
        }
        return rgb;
    }

    /** Grey values as they are stored: drawing would take them for linear light and brighten them. */
    private static void copyGrey(Raster raster, BufferedImage rgb) {
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int y = 0; y < rgb.getHeight(); y++) {
            for (int x = 0; x < rgb.getWidth(); x++) {
                int grey = Math.round(raster.getSample(x, y, 0) * 255f / most);
                rgb.setRGB(x, y, grey * 0x010101);
            }
        }
    }

    /** Halved as often as that leaves it large enough, so that no pixel is skipped, then brought to the size. */
    private static BufferedImage scaled(BufferedImage picture, int width, int height) {
        BufferedImage result = picture;
        while (result.getWidth() >= 2 * width && result.getHeight() >= 2 * height) {
            result = drawn(result, result.getWidth() / 2, result.getHeight() / 2);
        }
        boolean fits = result.getWidth() == width && result.getHeight() == height;
        return fits ? result : drawn(result, width, height);
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = result.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(picture, 0, 0, width, height, null);
        pen.dispose();
        return result;
    }

    private static byte[] channelsFirst(BufferedImage rgb) {
        int plane = rgb.getWidth() * rgb.getHeight();
        byte[] values = new byte[CHANNELS * plane];
        for (int i = 0; i < plane; i++) {
            int pixel = rgb.getRGB(i % rgb.getWidth(), i / rgb.getWidth());
            for (int channel = 0; channel < CHANNELS; channel++) {
                values[channel * plane + i] = (byte) (pixel >> 16 - 8 * channel);
            }
        }
        return values;
    }
}
