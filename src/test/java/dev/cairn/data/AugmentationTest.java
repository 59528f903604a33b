package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes mean, on the CPU; {@code DataContract} compares the backends. */
class AugmentationTest {
    private static final Shape SQUARE = Shape.of(2, 5, 5);
    private static final int SAMPLES = 400;

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "shift=0", "rotate=0,scale=0", "crop=5", "noise=0"})
    void nothingChangesNothing(String text) {
        assertThat(augmented(Augmentation.parse(text), gradient(), SQUARE)[1]).containsExactly(floats(gradient()));
    }

    @Test
    void shiftMovesWholePixelsAndRepeatsTheEdge() {
        float[] before = floats(gradient());
        Set<Integer> seen = new HashSet<>();
        for (float[] moved : augmented(Augmentation.none().shift(1), gradient(), SQUARE)) {
            int move = (int) (moved[12] - before[12]);
            int up = Math.round(move / 5f);
            int left = move - 5 * up;
            seen.add(move);
            for (int i = 0; i < moved.length; i++) {
                int row = Math.clamp(i / 5 % 5 + up, 0, 4);
                int column = Math.clamp(i % 5 + left, 0, 4);
                assertThat(moved[i]).isEqualTo(before[i / 25 * 25 + row * 5 + column]);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(-6, -5, -4, -1, 0, 1, 4, 5, 6);
    }

    @Test
    void flipMirrorsEverySecondTime() {
        float[] before = floats(gradient());
        float[] mirrored = new float[50];
        for (int i = 0; i < 50; i++) {
            mirrored[i] = before[i / 5 * 5 + 4 - i % 5];
        }
        int flips = 0;
        for (float[] result : augmented(Augmentation.none().flip(), gradient(), SQUARE)) {
            boolean flipped = Arrays.equals(result, mirrored);
            assertThat(flipped || Arrays.equals(result, before)).isTrue();
            flips += flipped ? 1 : 0;
        }
        assertThat(flips).isBetween(150, 250);
    }

    /** The first channel tells the column times 10, the second the row: so neighbours of the middle tell the map. */
    @Test
    void imagesTurnAroundTheirMiddle() {
        byte[] places = new byte[50];
        for (int i = 0; i < 25; i++) {
            places[i] = (byte) (10 * (i % 5));
            places[25 + i] = (byte) (10 * (i / 5));
        }
        double least = 90;
        double most = -90;
        for (float[] turned : augmented(Augmentation.none().rotate(30), places, SQUARE)) {
            assertThat(turned[12]).isEqualTo(20);
            double cosine = (turned[13] - 20) / 10;
            double sine = (turned[25 + 13] - 20) / 10;
            assertThat(Math.hypot(cosine, sine)).isEqualTo(1, within(1e-5));
            assertThat((turned[17] - 20) / 10.0).isEqualTo(-sine, within(1e-5));
            assertThat((turned[25 + 17] - 20) / 10.0).isEqualTo(cosine, within(1e-5));
            least = Math.min(least, Math.toDegrees(Math.atan2(sine, cosine)));
            most = Math.max(most, Math.toDegrees(Math.atan2(sine, cosine)));
        }
        assertThat(least).isBetween(-30.0, -28.0);
        assertThat(most).isBetween(28.0, 30.0);
    }

    /** Of a picture that tells its columns, a step shows the factor by which it is enlarged. */
    @Test
    void imagesAreEnlargedAndReducedAroundTheirMiddle() {
        byte[] columns = new byte[81];
        for (int i = 0; i < 81; i++) {
            columns[i] = (byte) (20 * (i % 9));
        }
        double least = 2;
        double most = 0;
        for (float[] scaled : augmented(Augmentation.none().scale(0.3f), columns, Shape.of(1, 9, 9))) {
            assertThat(scaled[40]).isEqualTo(80);
            double factor = 20 / (scaled[41] - 80.0);
            assertThat(80 - scaled[39]).isEqualTo(scaled[41] - 80, within(1e-3f));
            least = Math.min(least, factor);
            most = Math.max(most, factor);
        }
        assertThat(least).isBetween(0.7, 0.72);
        assertThat(most).isBetween(1.28, 1.3);
    }

    @Test
    void cropEnlargesAWindowWithinTheImage() {
        byte[] source = new byte[64];
        Arrays.fill(source, (byte) 50);
        source[0] = (byte) 250;
        Set<Float> corners = new HashSet<>();
        for (float[] enlarged : augmented(Augmentation.none().crop(4), source, Shape.of(1, 8, 8))) {
            assertThat(enlarged[63]).isEqualTo(50);
            corners.add(enlarged[0]);
        }
        // The first pixel of an enlarged window lies a quarter of a pixel before the window's first: from 0 the edge repeats,
        // from 1 a quarter of the bright corner is seen in one direction or in both.
        assertThat(corners).containsExactlyInAnyOrder(250f, 50 + 200 / 4f, 50 + 200 / 16f, 50f);
    }

    @Test
    void noiseHasTheDeviationAskedForAndStaysInRange() {
        Shape shape = Shape.of(1, 7, 11);
        byte[] grey = new byte[77];
        Arrays.fill(grey, (byte) 128);
        double sum = 0;
        double squares = 0;
        double neighbours = 0;
        for (float[] noisy : augmented(Augmentation.none().noise(0.1f), grey, shape)) {
            for (int i = 0; i < 77; i++) {
                sum += noisy[i] - 128;
                squares += (noisy[i] - 128) * (noisy[i] - 128);
                neighbours += i == 0 ? 0 : (noisy[i] - 128) * (noisy[i - 1] - 128);
            }
        }
        int count = 77 * SAMPLES;
        assertThat(sum / count).isBetween(-0.6, 0.6);
        assertThat(Math.sqrt(squares / count)).isBetween(25.0, 26.0);
        assertThat(neighbours / squares).isBetween(-0.03, 0.03);

        Set<Float> different = new HashSet<>();
        for (float[] noisy : augmented(Augmentation.none().noise(0.1f), new byte[77], shape)) {
            for (float pixel : noisy) {
                assertThat(pixel).isBetween(0f, 110f);
                different.add(pixel);
            }
        }
        assertThat(different).contains(0f).hasSizeGreaterThan(1500);
    }

    @Test
    void drawsDependOnSeedEpochAndSample() {
        Augmentation all = Augmentation.parse("shift=2,flip,rotate=10,scale=0.1,noise=0.02,crop=4");
        float[] first = augmented(all, gradient(), SQUARE, 1, 0)[7];

        assertThat(augmented(all, gradient(), SQUARE, 1, 0)[7]).containsExactly(first);
        assertThat(augmented(all, gradient(), SQUARE, 1, 0)[8]).isNotEqualTo(first);
        assertThat(augmented(all, gradient(), SQUARE, 1, 1)[7]).isNotEqualTo(first);
        assertThat(augmented(all, gradient(), SQUARE, 2, 0)[7]).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "flip", "shift=2,flip,rotate=10,scale=0.1,noise=0.02,crop=28", "rotate=7.5"})
    void parsesWhatItPrints(String text) {
        assertThat(Augmentation.parse(text)).hasToString(text).isEqualTo(Augmentation.parse(text.replace(",", " , ")))
                .hasSameHashCodeAs(Augmentation.parse(text));
        assertThat(Augmentation.parse(text).isNone()).isEqualTo(text.equals("none"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused("shfit=2", "augmentation shfit: is unknown; did you mean shift? known are shift=PIXELS, flip, "
                + "rotate=DEGREES, scale=FRACTION, noise=FRACTION, crop=PIXELS");
        assertRefused("shift", "augmentation shift: needs a whole number of pixels, as in shift=2");
        assertRefused("shift=1.5", "augmentation shift=1.5: needs a whole number of pixels, as in shift=2");
        assertRefused("scale=big", "augmentation scale=big: needs a number, as in scale=0.1");
        assertRefused("flip=2", "augmentation flip=2: flip stands alone, without a value");
        assertRefused("shift=-1", "augmentation shift=-1: must be at least 0 pixels");
        assertRefused("rotate=181", "augmentation rotate=181: must be 0 to 180 degrees");
        assertRefused("rotate=NaN", "augmentation rotate=NaN: must be 0 to 180 degrees");
        assertRefused("scale=1", "augmentation scale=1: must be a fraction from 0 to less than 1");
        assertRefused("noise=1.5", "augmentation noise=1.5: must be a fraction from 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.none().crop(6).requireFits(SQUARE))
                .withMessage("augmentation crop=6: is larger than images of shape [2, 5, 5]");
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.none().flip().requireFits(Shape.of(4)))
                .withMessage("augmentation flip: needs images [C, H, W], got samples of shape [4]");
    }

    private static void assertRefused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.parse(text)).withMessage(message);
    }

    /** Pixel i of both channels has its number as value. */
    private static byte[] gradient() {
        byte[] pixels = new byte[50];
        for (int i = 0; i < 50; i++) {
            pixels[i] = (byte) i;
        }
        return pixels;
    }

    private static float[] floats(byte[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return values;
    }

    private static float[][] augmented(Augmentation augmentation, byte[] image, Shape shape) {
        return augmented(augmentation, image, shape, 1, 0);
    }

    /** What becomes of the same image as each of the samples of a data set. */
    private static float[][] augmented(Augmentation augmentation, byte[] image, Shape shape, long seed, int epoch) {
        byte[] images = new byte[SAMPLES * image.length];
        for (int i = 0; i < SAMPLES; i++) {
            System.arraycopy(image, 0, images, i * image.length, image.length);
        }
        ArrayDataset data = ArrayDataset.ofImages("copies", images, shape, new int[SAMPLES],
                List.of("only"));
        try (Device device = Device.require(Backend.CPU);
                BatchLoader loader = data.batches(SAMPLES).augmented(augmentation, seed).on(device)) {
            Batch batch = loader.epoch(epoch).next();
            float[][] gathered = batch.x().toMatrix();
            int[] rows = loader.rows().toInts();
            float[][] bySample = new float[SAMPLES][];
            for (int i = 0; i < SAMPLES; i++) {
                bySample[rows[i]] = gathered[i];
            }
            return bySample;
        }
    }
}
