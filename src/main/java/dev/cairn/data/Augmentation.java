package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.ImageChanges;
import dev.cairn.files.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Random changes to training images, so that a network sees each in many guises: one affine map (crop, scale, rotation, flip,
 * shift) with bilinear interpolation, then noise. Beyond the border the edge pixels repeat; the shape stays the same. The device
 * does it as it gathers a batch, and what happens to an image depends on seed, epoch and image alone. Made by {@link #none} and the methods that add one change each, or by {@link #parse}.
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

    /** What a device does to images of a shape. */
    ImageChanges changes(Shape shape) {
        return new ImageChanges(shape.dimension(0), shape.dimension(1), shape.dimension(2), shift, flip, rotate, scale,
                crop,
                noise * 255);
    }

    /** Whether there is noise. */
    boolean isNoisy() {
        return noise > 0;
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
