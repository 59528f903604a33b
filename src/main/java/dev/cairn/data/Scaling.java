package dev.cairn.data;

import dev.cairn.files.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The scaling a user names; {@link #fit} turns it into numbers, from the training set alone.
 *
 * <table>
 * <caption>What each name means</caption>
 * <tr><th>name</th><th>8-bit images</th><th>float data</th></tr>
 * <tr><td>none</td><td>0 to 255</td><td>as it is</td></tr>
 * <tr><td>unit</td><td>x / 255</td><td>the training set's minimum becomes 0, its maximum 1</td></tr>
 * <tr><td>LOW:HIGH</td><td>0 becomes LOW, 255 HIGH</td><td>the minimum becomes LOW, the maximum HIGH</td></tr>
 * <tr><td>mean</td><td>x / 255 - mean image</td><td>x - mean of the feature</td></tr>
 * <tr><td>standard</td><td>mean 0 and deviation 1 by channel</td><td>mean 0 and deviation 1</td></tr>
 * <tr><td>per-image</td><td colspan="2">each sample on its own to mean 0 and deviation 1</td></tr>
 * </table>
 *
 * Float data is treated feature by feature where samples are of rank 1; images share minimum and maximum over the whole
 * image, and mean and deviation over a channel, as is customary for them. A feature that is the same in every training
 * sample is moved but not stretched.
 */
public final class Scaling {
    private enum Kind {
        NONE, UNIT, RANGE, MEAN, STANDARD, PER_IMAGE
    }

    private static final String RANGE_EXAMPLE = "LOW:HIGH (such as 0.1:0.99)";
    private static final List<String> NAMES = Arrays.stream(Kind.values()).filter(kind -> kind != Kind.RANGE)
            .map(Scaling::nameOf).toList();

    private final Kind kind;
    private final float low;
    private final float high;

    private Scaling(Kind kind, float low, float high) {
        this.kind = kind;
        this.low = low;
        this.high = high;
    }

    /** Values as they are stored. */
    public static Scaling none() {
        return new Scaling(Kind.NONE, 0, 0);
    }

    /** To [0, 1]. */
    public static Scaling unit() {
        return new Scaling(Kind.UNIT, 0, 1);
    }

    /** To [low, high]. */
    public static Scaling range(float low, float high) {
        if (!(low < high) || !Float.isFinite(low) || !Float.isFinite(high)) {
            throw new IllegalArgumentException(
                    "scale " + low + ":" + high + ": the first number must be less than the second");
        }
        return new Scaling(Kind.RANGE, low, high);
    }

    /** Subtracts the mean of each feature; images are divided by 255 before. */
    public static Scaling mean() {
        return new Scaling(Kind.MEAN, 0, 0);
    }

    /** To mean 0 and standard deviation 1 by feature, or by channel of images. */
    public static Scaling standard() {
        return new Scaling(Kind.STANDARD, 0, 0);
    }

    /**
     * Each sample to mean 0 and standard deviation 1; deviations below 1 / sqrt(values) count as that, in the units the values
     * are stored in (as TensorFlow's per_image_standardization).
     */
    public static Scaling perImage() {
        return new Scaling(Kind.PER_IMAGE, 0, 0);
    }

    /** Reads {@code none}, {@code unit}, {@code mean}, {@code standard}, {@code per-image} or {@code LOW:HIGH}. */
    public static Scaling parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        if (colon >= 0) {
            return range(number(text, name.substring(0, colon)), number(text, name.substring(colon + 1)));
        }
        return switch (name) {
            case "none" -> none();
            case "unit" -> unit();
            case "mean" -> mean();
            case "standard" -> standard();
            case "per-image" -> perImage();
            default -> throw new IllegalArgumentException("scale " + text + ": is unknown; "
                    + Suggestion.of(name, NAMES) + "known are " + String.join(", ", NAMES) + " and " + RANGE_EXAMPLE);
        };
    }

    private static float number(String text, String part) {
        try {
            return Float.parseFloat(part);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "scale " + text + ": " + part + " is not a number; a range reads " + RANGE_EXAMPLE, e);
        }
    }

    /** The numbers of this scaling for a training set; validation and test sets use the same. */
    public Normalisation fit(ArrayDataset train) {
        return switch (kind) {
            case NONE -> Normalisation.identity();
            case UNIT, RANGE -> train.isBytes() ? toRange(0, 255) : fitRange(train);
            case MEAN -> fitMean(train);
            case STANDARD -> fitStandard(train);
            case PER_IMAGE -> new Normalisation(new float[] {1}, new float[] {0}, true);
        };
    }

    private Normalisation toRange(double minimum, double maximum) {
        double scale = (high - low) / (maximum - minimum);
        return new Normalisation(new float[] {(float) scale}, new float[] {(float) (low - minimum * scale)}, false);
    }

    private Normalisation fitRange(ArrayDataset train) {
        FeatureStatistics statistics = isTable(train)
                ? FeatureStatistics.byFeature(train)
                : FeatureStatistics.ofAll(train);
        int groups = statistics.groups();
        float[] scale = new float[groups];
        float[] shift = new float[groups];
        for (int i = 0; i < groups; i++) {
            double extent = statistics.isConstant(i) ? 1 : statistics.maximum(i) - statistics.minimum(i);
            double factor = ((double) high - low) / extent;
            scale[i] = (float) factor;
            shift[i] = (float) (low - statistics.minimum(i) * factor);
        }
        return new Normalisation(scale, shift, false);
    }

    private static Normalisation fitMean(ArrayDataset train) {
        FeatureStatistics statistics = FeatureStatistics.byFeature(train);
        double factor = train.isBytes() ? 1 / 255.0 : 1;
        float[] shift = new float[statistics.groups()];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = (float) (-statistics.mean(i) * factor);
        }
        return new Normalisation(new float[] {(float) factor}, shift, false);
    }

    private static Normalisation fitStandard(ArrayDataset train) {
        FeatureStatistics statistics = isTable(train)
                ? FeatureStatistics.byFeature(train)
                : FeatureStatistics.byChannel(train);
        int features = train.sampleShape().elements();
        int values = statistics.groups() == 1 ? 1 : features;
        float[] scale = new float[values];
        float[] shift = new float[values];
        for (int i = 0; i < values; i++) {
            int group = i / (values / statistics.groups());
            double factor = statistics.isConstant(group) ? 1 : 1 / statistics.deviation(group);
            scale[i] = (float) factor;
            shift[i] = (float) (-statistics.mean(group) * factor);
        }
        return new Normalisation(scale, shift, false);
    }

    private static boolean isTable(ArrayDataset data) {
        return data.sampleShape().rank() == 1;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Scaling that && kind == that.kind && low == that.low && high == that.high;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, low, high);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return kind == Kind.RANGE ? low + ":" + high : nameOf(kind);
    }

    private static String nameOf(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
