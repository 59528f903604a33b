package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import dev.cairn.metrics.Predictions;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final Shape RGB = Shape.of(3, 2, 2);

    /** Four images of 2 by 2 pixels in one colour each: red, green, blue, red. */
    private static ArrayDataset images() {
        byte[] pixels = new byte[4 * 12];
        int[] channels = {0, 1, 2, 0};
        for (int i = 0; i < 4; i++) {
            Arrays.fill(pixels, 12 * i + 4 * channels[i], 12 * i + 4 * channels[i] + 4, (byte) 255);
        }
        return ArrayDataset.ofImages("colours", pixels, RGB, new int[] {0, 1, 2, 0}, List.of("red", "green", "blue"));
    }

    @Test
    void samplesStandInTheRowOfTheirClass() throws Exception {
        Drawn drawn = Drawn.of(DataCharts.samples(images()));
        assertThat(drawn.count(Color.RED)).isEqualTo(2 * drawn.count(Color.GREEN)).isGreaterThan(10_000);
        assertThat(drawn.count(Color.BLUE)).isEqualTo(drawn.count(Color.GREEN));
        drawn.assertMarginsAreBlank();
    }

    @Test
    void mistakesAreShownWorstFirst() throws Exception {
        Answers answers = new Answers();
        answers.accept(
                Predictions.ofClasses(new float[] {9, 0, 0, 1, 0, 0, 0, 5, 0, 0, 1, 0}, 3, new int[] {0, 1, 2, 0}, 4));
        assertThat(answers.mistakes(9)).containsExactly(2, 1, 3);
        assertThat(answers.mistakes(2)).containsExactly(2, 1);
        Drawn drawn = Drawn.of(DataCharts.mistakes(images(), answers));
        assertThat(drawn.bounds(Color.BLUE).x).isLessThan(drawn.bounds(Color.GREEN).x);
        assertThat(drawn.bounds(Color.GREEN).x).isLessThan(drawn.bounds(Color.RED).x);
    }

    @Test
    void aSampleWithoutAnAnswerIsTheWorstMistake() {
        Answers answers = new Answers();
        answers.accept(Predictions.ofClasses(new float[] {0, 5, Float.NaN, 1, 2, 1}, 2, new int[] {0, 1, 0}, 3));
        assertThat(answers.samples()).isEqualTo(3);
        assertThat(answers.mistakes(9)).containsExactly(1, 0);
        assertThat(answers.predicted(1)).isEqualTo(Predictions.NONE);
        assertThat(answers.isRight(2)).isTrue();
    }

    @Test
    void weightsAreBlueBelowZeroAndVermilionAbove() throws Exception {
        try (Device device = Device.open(Backend.REFERENCE)) {
            Sequential model = new Sequential(new Dense(4, 2, Initializers.constant(0.5)), new Relu(), new Dense(2, 2));
            model.initialize(device, 1);
            Drawn drawn = Drawn.of(FirstLayer.of(model, Shape.of(1, 2, 2)).orElseThrow());
            assertThat(drawn.bounds(Style.VERMILION).width).as("two units beside each other").isGreaterThan(200);
            assertThat(FirstLayer.of(model, Shape.of(4))).as("no images").isEmpty();
            assertThat(FirstLayer.of(model, Shape.of(1, 3, 3))).as("not of this size").isEmpty();
        }
        int[] pixels = ImageTile.ofWeights("", new float[] {-2, 0, 1, 2}, Shape.of(1, 2, 2), 2).rgb();
        assertThat(pixels[0]).isEqualTo(Style.BLUE.getRGB() & 0xffffff);
        assertThat(pixels[1]).isEqualTo(Shades.diverging(0).getRGB() & 0xffffff);
        assertThat(pixels[3]).isEqualTo(Style.VERMILION.getRGB() & 0xffffff);
        int[] colours = ImageTile.ofWeights("", new float[] {-2, 2, 9}, Shape.of(3, 1, 1), 2).rgb();
        assertThat(colours).containsExactly(0x00ffff);
    }

    @Test
    void floatsAreShownFromTheirSmallestToTheirLargest() {
        ArrayDataset floats = ArrayDataset.ofFloats("floats", new float[] {-1, 0, 1, 3}, Shape.of(1, 2, 2),
                new int[] {0},
                List.of("a"));
        assertThat(ImageTile.ofSample("", floats, 0).rgb()).containsExactly(0x000000, 0x404040, 0x808080, 0xffffff);
    }

    @Test
    void mistakesOfUseAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageGrid.of("None", List.of(), 3))
                .withMessage("image grid 'None': 0 images in 3 columns");
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageTile("", 2, 2, new int[3]))
                .withMessage("image of 2 by 2: 3 pixels");
    }
}
