package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
    /** Two images of two channels with one row of two pixels. */
    private static final ArrayDataset IMAGES = ArrayDataset.ofImages("images",
            new byte[] {0, 51, 102, (byte) 255, 102, 51, 102, 102}, Shape.of(2, 1, 2), new int[] {0, 1},
            List.of("a", "b"));
    /** Three samples of a growing, a constant and a falling feature. */
    private static final ArrayDataset TABLE = ArrayDataset.of(new float[][] {{1, 7, 4}, {2, 7, 2}, {3, 7, 0}},
            new int[] {0, 1, 1});

    @Test
    void noneKeepsValues() {
        assertThat(first(Scaling.none(), IMAGES)).containsExactly(0, 51, 102, 255);
        assertThat(first(Scaling.none(), TABLE)).containsExactly(1, 7, 4);
        assertThat(Scaling.none().fit(TABLE)).isEqualTo(Normalisation.identity());
    }

    @Test
    void unitDividesBytesAndStretchesFloats() {
        assertThat(first(Scaling.unit(), IMAGES)).containsExactly(new float[] {0, 0.2f, 0.4f, 1}, within(1e-6f));
        assertThat(first(Scaling.unit(), TABLE)).containsExactly(new float[] {0, 0, 1}, within(1e-6f));
    }

    @Test
    void rangeMapsTheWholeScaleOfBytes() {
        assertThat(first(Scaling.range(0.1f, 0.99f), IMAGES))
                .containsExactly(new float[] {0.1f, 0.278f, 0.456f, 0.99f}, within(1e-6f));
        assertThat(first(Scaling.range(-1, 1), TABLE)).containsExactly(new float[] {-1, -1, 1}, within(1e-6f));
    }

    @Test
    void floatImagesShareOneRange() {
        ArrayDataset images = ArrayDataset.ofFloats("floats", new float[] {0, 1, 2, 4}, Shape.of(1, 2, 2),
                new int[] {0},
                List.of("a"));
        assertThat(first(Scaling.unit(), images)).containsExactly(0, 0.25f, 0.5f, 1);
    }

    @Test
    void meanSubtractsTheMeanImage() {
        // The means of the four positions are 51, 51, 102 and 178.5.
        assertThat(first(Scaling.mean(), IMAGES)).containsExactly(new float[] {-0.2f, 0, 0, 0.3f}, within(1e-6f));
        assertThat(first(Scaling.mean(), TABLE)).containsExactly(new float[] {-1, 0, 2}, within(1e-6f));
    }

    @Test
    void standardFitsChannelsOfImagesAndFeaturesOfTables() {
        // Channel 0 holds 0, 51, 102, 51: mean 51, deviation sqrt(1300.5). Channel 1 holds 102, 255, 102, 102.
        float first = (float) (-51 / Math.sqrt(1300.5));
        float fourth = (float) ((255 - 140.25) / Math.sqrt((3 * 38.25 * 38.25 + 114.75 * 114.75) / 4));
        assertThat(first(Scaling.standard(), IMAGES))
                .containsExactly(new float[] {first, 0, (102 - 140.25f) / 114.75f * fourth, fourth}, within(1e-5f));
        float deviation = (float) Math.sqrt(2 / 3.0);
        assertThat(first(Scaling.standard(), TABLE))
                .containsExactly(new float[] {-1 / deviation, 0, 2 / (2 * deviation)}, within(1e-5f));
    }

    @Test
    void greyImagesNeedOneNumber() {
        ArrayDataset grey = ArrayDataset.ofImages("grey", new byte[] {1, 2, 3, 6}, Shape.of(1, 2, 2), new int[] {0},
                List.of("a"));
        assertThat(Scaling.standard().fit(grey).scale()).hasSize(1);
    }

    @Test
    void aConstantFeatureIsMovedAndNotStretched() {
        float[] sample = {2, 8, 2};
        Scaling.standard().fit(TABLE).apply(sample, 0, sample, 0, 3);
        assertThat(sample).containsExactly(new float[] {0, 1, 0}, within(1e-5f));
    }

    @Test
    void perImageStandardisesEachSample() {
        float[] sample = {2, 4, 4, 6};
        Scaling.perImage().fit(IMAGES).apply(sample, 0, sample, 0, 4);
        float extreme = (float) Math.sqrt(2);
        assertThat(sample).containsExactly(new float[] {-extreme, 0, 0, extreme}, within(1e-6f));
    }

    @Test
    void perImageHasAFloor() {
        float[] sample = {5, 5, 5, 5.2f};
        Scaling.perImage().fit(IMAGES).apply(sample, 0, sample, 0, 4);
        // The deviation, 0.087, is below 1 / sqrt(4).
        assertThat(sample).containsExactly(new float[] {-0.1f, -0.1f, -0.1f, 0.3f}, within(1e-5f));
    }

    @Test
    void applyReadsAndWritesAtOffsets() {
        float[] target = new float[6];
        Scaling.unit().fit(IMAGES).apply(IMAGES.bytes(), 4, target, 1, 4);
        assertThat(target).containsExactly(new float[] {0, 0.4f, 0.2f, 0.4f, 0.4f, 0}, within(1e-6f));
    }

    @Test
    void normalisationKnowsItsFeatures() {
        Normalisation mean = Scaling.mean().fit(IMAGES);

        assertThat(mean).isEqualTo(new Normalisation(mean.scale(), mean.shift(), false))
                .hasSameHashCodeAs(new Normalisation(mean.scale(), mean.shift(), false))
                .isNotEqualTo(new Normalisation(mean.scale(), mean.shift(), true))
                .hasToString("x * 0.003921569 + (4 values)");
        assertThat(Scaling.perImage().fit(IMAGES))
                .hasToString("x * 1.0 + 0.0, then each sample to mean 0, deviation 1");
        assertThatIllegalArgumentException().isThrownBy(() -> mean.requireFits(8))
                .withMessage("normalisation of 4 features does not fit samples of 8 values");
        assertThatIllegalArgumentException().isThrownBy(() -> new Normalisation(new float[2], new float[3], false))
                .withMessage("normalisation: 2 scales and 3 shifts; there must be one, or one for each feature");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Normalisation(new float[] {Float.NaN}, new float[1], false))
                .withMessage("normalisation: scale NaN must be finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "unit", "mean", "standard", "per-image", "0.1:0.99"})
    void parsesWhatItPrints(String text) {
        assertThat(Scaling.parse(text)).hasToString(text).isEqualTo(Scaling.parse(" " + text.toUpperCase() + " "));
    }

    @Test
    void suggestsTheNearestName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Scaling.parse("unti"))
                .withMessage("scale unti: is unknown; "
                        + "did you mean unit? known are none, unit, mean, standard, per-image and LOW:HIGH (such as 0.1:0.99)");
        assertThatIllegalArgumentException().isThrownBy(() -> Scaling.parse("logarithm"))
                .withMessage("scale logarithm: is "
                        + "unknown; known are none, unit, mean, standard, per-image and LOW:HIGH (such as 0.1:0.99)");
        assertThatIllegalArgumentException().isThrownBy(() -> Scaling.parse("0:x"))
                .withMessage("scale 0:x: x is not a number; a range reads LOW:HIGH (such as 0.1:0.99)");
        assertThatIllegalArgumentException().isThrownBy(() -> Scaling.parse("1:0"))
                .withMessage("scale 1.0:0.0: the first number must be less than the second");
    }

    private static float[] first(Scaling scaling, ArrayDataset data) {
        int features = data.sampleShape().elements();
        float[] target = new float[features];
        Normalisation normalisation = scaling.fit(data);
        if (data.isBytes()) {
            normalisation.apply(data.bytes(), 0, target, 0, features);
        } else {
            normalisation.apply(data.floats(), 0, target, 0, features);
        }
        return target;
    }
}
