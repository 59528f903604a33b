package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    private static final Shape SQUARE = Shape.of(2, 5, 5);

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "shift=0", "rotate=0,scale=0", "crop=5", "noise=0"})
    void nothingChangesNothing(String text) {
        assertThat(augmented(Augmentation.parse(text), 1)).containsExactly(gradient());
    }

    @Test
    void shiftMovesWholePixelsAndRepeatsTheEdge() {
        Set<Integer> seen = new HashSet<>();
        for (int sample = 0; sample < 200; sample++) {
            byte[] moved = augmented(Augmentation.none().shift(1), sample);
            int move = moved[12] - gradient()[12];
            int up = Math.round(move / 5f);
            int left = move - 5 * up;
            seen.add(move);
            for (int i = 0; i < moved.length; i++) {
                int channel = i / 25;
                int row = Math.clamp(i / 5 % 5 + up, 0, 4);
                int column = Math.clamp(i % 5 + left, 0, 4);
                assertThat(moved[i]).isEqualTo(gradient()[channel * 25 + row * 5 + column]);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(-6, -5, -4, -1, 0, 1, 4, 5, 6);
    }

    @Test
    void flipMirrorsEverySecondTime() {
        byte[] mirrored = new byte[50];
        for (int i = 0; i < 50; i++) {
            mirrored[i] = gradient()[i / 5 * 5 + 4 - i % 5];
        }
        int flips = 0;
        for (int sample = 0; sample < 400; sample++) {
            byte[] result = augmented(Augmentation.none().flip(), sample);
            boolean flipped = Arrays.equals(result, mirrored);
            assertThat(flipped || Arrays.equals(result, gradient())).isTrue();
            flips += flipped ? 1 : 0;
        }
        assertThat(flips).isBetween(150, 250);
    }

    @Test
    void mapsTurnAroundTheMiddle() {
        byte[] turned = new byte[50];
        AffineMap.apply(gradient(), 0, turned, 0, 2, 5, 5, 2, 2, 0, -1, 1, 0);
        for (int i = 0; i < 50; i++) {
            int row = i / 5 % 5;
            int column = i % 5;
            assertThat(turned[i]).isEqualTo(gradient()[i / 25 * 25 + column * 5 + 4 - row]);
        }
    }

    @Test
    void mapsInterpolateLinearly() {
        byte[] source = {0, 100, (byte) 200, (byte) 255};
        byte[] target = new byte[4];
        // A quarter of a pixel to the right, half a pixel down, in an image of 2 x 2.
        AffineMap.apply(source, 0, target, 0, 1, 2, 2, 0.75f, 1, 1, 0, 0, 1);
        // Above: 0.75 * 0 + 0.25 * 100 = 25; below: 0.75 * 200 + 0.25 * 255 = 213.75; their mean is 119.375.
        assertThat(target).containsExactly(119, (byte) Math.round(100 * 0.5 + 255 * 0.5), (byte) 214, (byte) 255);
    }

    @Test
    void rotationAndScaleKeepTheMiddleOfAnImage() {
        Augmentation both = Augmentation.none().rotate(45).scale(0.3f);
        Set<Integer> different = new HashSet<>();
        for (int sample = 0; sample < 50; sample++) {
            byte[] result = augmented(both, sample);
            assertThat(result[12]).isEqualTo(gradient()[12]);
            assertThat(result[37]).isEqualTo(gradient()[37]);
            different.add(Arrays.hashCode(result));
        }
        assertThat(different).hasSizeGreaterThan(40);
    }

    @Test
    void cropEnlargesAWindowWithinTheImage() {
        byte[] source = new byte[64];
        Arrays.fill(source, (byte) 50);
        source[0] = (byte) 250;
        Shape shape = Shape.of(1, 8, 8);
        Set<Integer> corners = new HashSet<>();
        for (int sample = 0; sample < 100; sample++) {
            byte[] target = new byte[64];
            Augmentation.none().crop(4).apply(source, 0, target, 0, shape, Augmentation.random(1, 0, sample));
            assertThat(target[63]).isEqualTo((byte) 50);
            corners.add(target[0] & 0xFF);
        }
        // The first pixel of an enlarged window lies a quarter of a pixel before the window's first: from 0 the edge repeats,
        // from 1 a quarter of the bright corner is seen in one direction or in both.
        assertThat(corners).containsExactlyInAnyOrder(250, 50 + 200 / 4, (int) Math.round(50 + 200 / 16.0), 50);
    }

    @Test
    void noiseHasTheDeviationAskedForAndStaysInRange() {
        Shape shape = Shape.of(1, 100, 100);
        byte[] grey = new byte[10_000];
        Arrays.fill(grey, (byte) 128);
        byte[] noisy = new byte[10_000];
        Augmentation.none().noise(0.1f).apply(grey, 0, noisy, 0, shape, Augmentation.random(1, 2, 3));
        double sum = 0;
        double squares = 0;
        for (byte pixel : noisy) {
            double difference = (pixel & 0xFF) - 128;
            sum += difference;
            squares += difference * difference;
        }
        assertThat(sum / 10_000).isBetween(-0.8, 0.8);
        assertThat(Math.sqrt(squares / 10_000)).isBetween(25.0, 26.0);

        byte[] black = new byte[10_000];
        Augmentation.none().noise(0.1f).apply(black, 0, noisy, 0, shape, Augmentation.random(1, 2, 3));
        assertThat(noisy).contains((byte) 0);
        for (byte pixel : noisy) {
            assertThat(pixel & 0xFF).isLessThan(110);
        }
    }

    @Test
    void drawsDependOnSeedEpochAndSampleAlone() {
        Augmentation all = Augmentation.parse("shift=2,flip,rotate=10,scale=0.1,noise=0.02,crop=4");
        byte[] first = augmented(all, 7);

        assertThat(augmented(all, 7)).containsExactly(first);
        assertThat(augmented(all, 8)).isNotEqualTo(first);
        byte[] nextEpoch = new byte[50];
        all.apply(gradient(), 0, nextEpoch, 0, SQUARE, Augmentation.random(1, 1, 7));
        assertThat(nextEpoch).isNotEqualTo(first);
    }

    @Test
    void worksAtOffsetsAndTouchesNothingElse() {
        byte[] source = new byte[60];
        System.arraycopy(gradient(), 0, source, 7, 50);
        byte[] target = new byte[60];
        Augmentation.parse("shift=1,noise=0.1").apply(source, 7, target, 3, SQUARE, Augmentation.random(1, 0, 4));
        assertThat(Arrays.copyOfRange(target, 3, 53))
                .containsExactly(augmented(Augmentation.parse("shift=1,noise=0.1"), 4));
        assertThat(Arrays.copyOf(target, 3)).containsOnly(0);
        assertThat(Arrays.copyOfRange(target, 53, 60)).containsOnly(0);
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

    private static byte[] augmented(Augmentation augmentation, int sample) {
        byte[] target = new byte[50];
        augmentation.apply(gradient(), 0, target, 0, SQUARE, Augmentation.random(1, 0, sample));
        return target;
    }
}
