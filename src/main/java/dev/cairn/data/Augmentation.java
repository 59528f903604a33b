package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;
import dev.cairn.files.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Random changes to training images, so that a network sees each in many guises: one affine map (crop, scale, rotation, flip,
 * shift) with bilinear interpolation, then noise. Beyond the border the edge pixels repeat; the shape stays the same. Made by
 * {@link #none} and the methods that add one change each, or by {@link #parse}.
 */
public final class Augmentation {
    private static final List<String> NAMES = List.of("shift=PIXELS", "flip", "rotate=DEGREES", "scale=FRACTION",
            "noise=FRACTION", "crop=PIXELS");
    private static final Augmentation NONE = new Augmentation(0, false, 0, 0, 0, 0);
    private final int shift;
    private final boolean flip;
    private final float rotate;
    private final float scale;
    private final float noise;
    private final int crop;

    private Augmentation(int shift, boolean flip, float rotate, float scale, float noise, int crop) {
        this.shift = shift;
        this.flip = flip;
        this.rotate = rotate;
        this.scale = scale;
        this.noise = noise;
        this.crop = crop;
    }

    /** No change at all. */
    public static Augmentation none() {
        return NONE;
    }

    /** Also moves by up to {@code pixels} whole pixels in each direction. */
    public Augmentation shift(int pixels) {
        require("shift", pixels, pixels >= 0, "at least 0 pixels");
        return new Augmentation(pixels, flip, rotate, scale, noise, crop);
    }

    /** Also mirrors left and right, every second time. Wrong for digits and letters. */
    public Augmentation flip() {
        return new Augmentation(shift, true, rotate, scale, noise, crop);
    }

    /** Also turns around the centre by up to {@code degrees} to either side. */
    public Augmentation rotate(float degrees) {
        require("rotate", degrees, degrees >= 0 && degrees <= 180, "0 to 180 degrees");
        return new Augmentation(shift, flip, degrees, scale, noise, crop);
    }

    /** Also enlarges by a factor from {@code 1 - fraction} to {@code 1 + fraction}. */
    public Augmentation scale(float fraction) {
        require("scale", fraction, fraction >= 0 && fraction < 1, "a fraction from 0 to less than 1");
        return new Augmentation(shift, flip, rotate, fraction, noise, crop);
    }

    /** Also adds Gaussian noise whose standard deviation is this fraction of the full range of 255. */
    public Augmentation noise(float fraction) {
        require("noise", fraction, fraction >= 0 && fraction <= 1, "a fraction from 0 to 1");
        return new Augmentation(shift, flip, rotate, scale, fraction, crop);
    }

    /** Also takes a window of {@code pixels} x {@code pixels} at a random place and enlarges it to the whole image; 0 is off. */
    public Augmentation crop(int pixels) {
        require("crop", pixels, pixels >= 0, "at least 1 pixel, or 0 for none");
        return new Augmentation(shift, flip, rotate, scale, noise, pixels);
    }

    private static void require(String name, float value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("augmentation " + name + "=" + number(value) + ": must be " + allowed);
        }
    }

    /** Reads changes separated by commas, such as {@code shift=2,flip,rotate=10,scale=0.1,noise=0.02,crop=28}, or none. */
    public static Augmentation parse(String text) {
        Augmentation result = NONE;
        if (text.isBlank() || text.strip().equalsIgnoreCase("none")) {
            return result;
        }
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            result = switch (name) {
                case "shift" -> result.shift(pixels(name, value));
                case "flip" -> result.flip(value);
                case "rotate" -> result.rotate(amount(name, value));
                case "scale" -> result.scale(amount(name, value));
                case "noise" -> result.noise(amount(name, value));
                case "crop" -> result.crop(pixels(name, value));
                default -> throw new IllegalArgumentException("augmentation " + name + ": is unknown; "
                        + Suggestion.of(name, NAMES.stream().map(known -> known.split("=")[0]).toList()) + "known are "
                        + String.join(", ", NAMES));
            };
        }
        return result;
    }

    private Augmentation flip(String value) {
        if (!value.isEmpty()) {
            throw new IllegalArgumentException("augmentation flip=" + value + ": flip stands alone, without a value");
        }
        return flip();
    }

    private static int pixels(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw notANumber(name, value, "a whole number of pixels, as in " + name + "=2", e);
        }
    }

    private static float amount(String name, String value) {
        try {
            return Float.parseFloat(value);
        } catch (NumberFormatException e) {
            throw notANumber(name, value, "a number, as in " + name + "=0.1", e);
        }
    }

    private static IllegalArgumentException notANumber(String name, String value, String wanted,
            NumberFormatException cause) {
        return new IllegalArgumentException(
                "augmentation " + name + (value.isEmpty() ? "" : "=" + value) + ": needs " + wanted, cause);
    }

    /** Whether images stay as they are. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** The random numbers of one sample in one epoch: the same for the same three numbers, whatever the batches are. */
    public static RandomStream random(long seed, int epoch, int sample) {
        return new RandomStream(seed, Streams.AUGMENTATION, step(epoch, sample));
    }

    /** The step of {@link Streams#AUGMENTATION} that belongs to a sample in an epoch. */
    static long step(long epoch, int sample) {
        return epoch << 32 | sample;
    }

    /** Checks that images of a shape can be augmented: [C, H, W], and large enough for the crop. */
    public void requireFits(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(
                    "augmentation " + this + ": needs images [C, H, W], got samples of shape " + shape);
        }
        if (crop > Math.min(shape.dimension(1), shape.dimension(2))) {
            throw new IllegalArgumentException(
                    "augmentation crop=" + crop + ": is larger than images of shape " + shape);
        }
    }

    /**
     * Writes a changed copy of one image; allocates nothing.
     *
     * @param source holds the image from {@code sourceOffset} on, unsigned, channels first
     * @param target takes the copy from {@code targetOffset} on; another array than {@code source}
     * @param shape the image's shape, [C, H, W]
     * @param random as {@link #random(long, int, int)} gives it for the sample
     */
    public void apply(
            byte[] source, int sourceOffset, byte[] target, int targetOffset, Shape shape, RandomStream random) {
        requireFits(shape);
        if (shift > 0 || flip || rotate > 0 || scale > 0 || crop > 0) {
            warp(source, sourceOffset, target, targetOffset, shape, random);
        } else {
            System.arraycopy(source, sourceOffset, target, targetOffset, shape.elements());
        }
        if (noise > 0) {
            PixelNoise.add(target, targetOffset, shape.elements(), noise * 255, random);
        }
    }

    /** Draws the map from target to source: crop and scale, flip, rotation, shift, around the middle of the image. */
    private void warp(
            byte[] source, int sourceOffset, byte[] target, int targetOffset, Shape shape, RandomStream random) {
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        float left = shift > 0 ? random.nextInt(2 * shift + 1) - shift : 0;
        float up = shift > 0 ? random.nextInt(2 * shift + 1) - shift : 0;
        boolean mirrored = flip && random.nextInt() < 0;
        double angle = rotate > 0 ? StrictMath.toRadians(random.nextFloat(-rotate, rotate)) : 0;
        float enlargement = scale > 0 ? random.nextFloat(1 - scale, 1 + scale) : 1;
        float stepX = 1 / enlargement;
        float stepY = 1 / enlargement;
        float centreX = (width - 1) / 2f + left;
        float centreY = (height - 1) / 2f + up;
        if (crop > 0) {
            centreX += random.nextInt(width - crop + 1) - (width - crop) / 2f;
            centreY += random.nextInt(height - crop + 1) - (height - crop) / 2f;
            stepX *= (float) crop / width;
            stepY *= (float) crop / height;
        }
        float cosine = (float) StrictMath.cos(angle);
        float sine = (float) StrictMath.sin(angle);
        float mirroredX = mirrored ? -stepX : stepX;
        AffineMap.apply(source, sourceOffset, target, targetOffset, shape.dimension(0), height, width, centreX, centreY,
                cosine * mirroredX, -sine * stepY, sine * mirroredX, cosine * stepY);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Augmentation that && shift == that.shift && flip == that.flip
                && rotate == that.rotate && scale == that.scale && noise == that.noise && crop == that.crop;
    }

    @Override
    public int hashCode() {
        return Objects.hash(shift, flip, rotate, scale, noise, crop);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        List<String> changes = new ArrayList<>();
        addTo(changes, "shift", shift);
        if (flip) {
            changes.add("flip");
        }
        addTo(changes, "rotate", rotate);
        addTo(changes, "scale", scale);
        addTo(changes, "noise", noise);
        addTo(changes, "crop", crop);
        return changes.isEmpty() ? "none" : String.join(",", changes);
    }

    private static void addTo(List<String> changes, String name, float value) {
        if (value > 0) {
            changes.add(name + "=" + number(value));
        }
    }

    private static String number(float value) {
        return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
    }
}
