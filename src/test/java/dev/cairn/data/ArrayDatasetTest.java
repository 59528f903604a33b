package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayDatasetTest {
    private static final List<String> TWO = List.of("no", "yes");

    @Test
    void holdsImagesAsUnsignedBytes() {
        byte[] pixels = {0, (byte) 128, (byte) 255, 1};
        ArrayDataset data = ArrayDataset.ofImages("tiny", pixels, Shape.of(1, 1, 2), new int[] {1, 0}, TWO);

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.bytes()).isSameAs(pixels);
        assertThat(data.sample(1).values()).containsExactly(255, 1);
        assertThat(data.sample(1).label()).isZero();
        assertThat(data).hasToString("tiny: 2 samples [1, 1, 2], 2 classes");
        assertThatIllegalStateException().isThrownBy(data::floats)
                .withMessage("data set tiny: has no float values but bytes");
        assertThatIllegalStateException().isThrownBy(data::targets)
                .withMessage("data set tiny: has no targets but labels");
    }

    @Test
    void takesRowsWithLabels() {
        ArrayDataset data = ArrayDataset.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new int[] {0, 2, 2});

        assertThat(data.classNames()).containsExactly("0", "1", "2");
        assertThat(data.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(data.classHistogram()).containsExactly(1, 0, 2);
        assertThat(data.targetWidth()).isZero();
    }

    @Test
    void takesRowsWithTargets() {
        ArrayDataset data = ArrayDataset.of(new float[][] {{1}, {2}}, new float[][] {{10, 11}, {20, 21}});

        assertThat(data.classes()).isZero();
        assertThat(data.targetWidth()).isEqualTo(2);
        assertThat(data.sample(1).targets()).containsExactly(20, 21);
        assertThat(data.sample(1).isLabelled()).isFalse();
        assertThatIllegalStateException().isThrownBy(data::labels)
                .withMessage("data set data: has no labels but targets");
    }

    @Test
    void copiesAnyDataset() {
        Dataset squares = new Dataset() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Sample sample(int index) {
                return Sample.of(new float[] {index, -index}, index * index);
            }
        };
        ArrayDataset data = ArrayDataset.copyOf(squares);

        assertThat(data.sampleShape()).isEqualTo(Shape.of(2));
        assertThat(data.floats()).containsExactly(0, 0, 1, -1, 2, -2);
        assertThat(data.targets()).containsExactly(0, 1, 4);
        assertThat(ArrayDataset.copyOf(data)).isSameAs(data);
    }

    @Test
    void refusesSamplesThatChangeTheirSize() {
        Dataset growing = new Dataset() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Sample sample(int index) {
                return Sample.labelled(new float[index + 1], 0);
            }
        };
        assertThatIllegalArgumentException().isThrownBy(() -> ArrayDataset.copyOf(growing))
                .withMessage("data set: sample 1 has 2 values and 0 targets; expected 1 for shape [1] and 0");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused("data set x: 5 values for samples of shape [2] do not fit 2 labels",
                new float[5], Shape.of(2), new int[2]);
        assertRefused("data set x: label 2 of sample 1 is not within its 2 classes, 0 to 1",
                new float[4], Shape.of(2), new int[] {0, 2});
        assertRefused("data set x: label -1 of sample 0 is not within its 2 classes, 0 to 1",
                new float[4], Shape.of(2), new int[] {-1, 0});
        assertRefused("data set x: is empty", new float[0], Shape.of(2), new int[0]);
        assertRefused("data set x: value 1 of sample 1 is NaN; only finite numbers can be learned from",
                new float[] {1, 2, 3, Float.NaN}, Shape.of(2), new int[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArrayDataset.ofFloats("x", new float[4], Shape.of(2), new float[3], 2))
                .withMessage("data set x: 4 values for samples of shape [2] do not fit 3 targets, 2 a sample");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArrayDataset.of(new float[][] {{1}, {1, 2}}, new int[2]))
                .withMessage("data set: sample 1 has 2 values, sample 0 has 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArrayDataset.of(new float[][] {{1}}, new int[2]))
                .withMessage("data set: 1 samples and 2 labels; there must be as many, at least 1");
    }

    private static void assertRefused(String message, float[] values, Shape shape, int[] labels) {
        assertThatIllegalArgumentException().isThrownBy(() -> ArrayDataset.ofFloats("x", values, shape, labels, TWO))
                .withMessage(message);
    }

    @Test
    void cutsOutSamples() {
        ArrayDataset data = numbers(5);

        assertThat(data.subset(new int[] {4, 0, 4}).floats()).containsExactly(4, 0, 4);
        assertThat(data.range(1, 3).floats()).containsExactly(1, 2);
        assertThat(data.take(2).floats()).containsExactly(0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> data.range(3, 6))
                .withMessage("range 3 to 6 of data set data: must be non-empty and within 0 to 5");
        assertThatIllegalArgumentException().isThrownBy(() -> data.subset(new int[] {5}))
                .withMessage("subset 5: the data set has samples 0 to 4");
        assertThatIllegalArgumentException().isThrownBy(() -> data.subset(new int[0]))
                .withMessage("subset of data set data: chooses no sample");
    }

    @Test
    void shufflesBySeed() {
        ArrayDataset data = numbers(100);

        assertThat(data.shuffled(1).floats()).containsExactly(data.shuffled(1).floats())
                .isNotEqualTo(data.shuffled(2).floats())
                .containsExactlyInAnyOrder(data.floats());
        assertThat(data.shuffled(1).labels()).isNotEqualTo(data.labels());
    }

    @Test
    void splitsWithoutSharingASample() {
        ArrayDataset data = numbers(101);
        TrainValidation parts = data.split(0.2, 7);

        assertThat(parts.validation().size()).isEqualTo(20);
        assertThat(together(List.of(parts.train(), parts.validation()))).containsExactlyInAnyOrder(data.floats());
        assertThat(parts.train().floats()).isSorted();
        assertThat(data.splitCount(1, 7).train().size()).isEqualTo(100);
        assertThatIllegalArgumentException().isThrownBy(() -> data.split(1.5, 7))
                .withMessage("split: fraction 1.5 must be between 0 and 1");
        assertThatIllegalArgumentException().isThrownBy(() -> data.split(0.001, 7))
                .withMessage("split of data set data: 0 of 101 samples for validation leaves a part empty");
    }

    @Test
    void stratifiedSplitKeepsEachClassShare() {
        float[][] rows = new float[100][1];
        int[] labels = new int[100];
        for (int i = 0; i < 100; i++) {
            rows[i][0] = i;
            labels[i] = i < 90 ? 0 : 1;
        }
        TrainValidation parts = ArrayDataset.of(rows, labels).splitStratified(0.3, 5);

        assertThat(parts.validation().classHistogram()).containsExactly(27, 3);
        assertThat(parts.train().classHistogram()).containsExactly(63, 7);
    }

    @Test
    void foldsUseEverySampleOnceForValidation() {
        ArrayDataset data = numbers(11);
        for (List<TrainValidation> folds : List.of(data.folds(3, 1), data.foldsStratified(3, 1))) {
            assertThat(folds).hasSize(3);
            assertThat(together(folds.stream().map(TrainValidation::validation).toList()))
                    .containsExactlyInAnyOrder(data.floats());
            for (TrainValidation fold : folds) {
                assertThat(fold.validation().size()).isBetween(3, 4);
                assertThat(together(List.of(fold.train(), fold.validation())))
                        .containsExactlyInAnyOrder(data.floats());
            }
        }
        for (TrainValidation fold : data.foldsStratified(5, 1)) {
            assertThat(fold.validation().classHistogram()).containsExactly(
                    fold.validation().size() - 1, 1);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> data.folds(1, 1))
                .withMessage("1 folds of data set data: must be 2 to its 11 samples");
    }

    @Test
    void concatenates() {
        ArrayDataset data = numbers(4);

        assertThat(data.take(2).concat(data.range(2, 4)).floats()).containsExactly(data.floats());
        assertThat(data.take(2).concat(data.range(2, 4)).labels()).containsExactly(data.labels());
        ArrayDataset other = ArrayDataset.of(new float[][] {{1, 2}}, new int[] {0});
        assertThatIllegalArgumentException().isThrownBy(() -> data.concat(other))
                .withMessage("concat: data sets of different kinds: data: 4 samples [1], 2 classes and "
                        + "data: 1 samples [2], 1 classes");
    }

    @Test
    void greyWeighsTheChannels() {
        byte[] rgb = {(byte) 255, 0, 0, 10, 0, 0, (byte) 255, 20, 0, 0, 0, 30, 100, 100, 100, 100, 100, 100, 100, 100,
            100,
            100, 100, 100};
        ArrayDataset grey = ArrayDataset.ofImages("rgb", rgb, Shape.of(3, 2, 2), new int[] {0, 1}, TWO).grey();

        assertThat(grey.sampleShape()).isEqualTo(Shape.of(1, 2, 2));
        // 0.299 * 255 = 76.2, 0, 0.587 * 255 = 149.7, 0.299 * 10 + 0.587 * 20 + 0.114 * 30 = 18.15
        assertThat(grey.bytes()).containsExactly(76, 0, (byte) 150, 18, 100, 100, 100, 100);
        assertThat(grey.labels()).containsExactly(0, 1);
        assertThat(grey.grey()).isSameAs(grey);
        assertThatIllegalArgumentException().isThrownBy(() -> numbers(2).grey()).withMessage(
                "grey: samples of data set data have shape [1]; only colour images [3, H, W] can become grey");
    }

    @Test
    void greyOfFloatsIsNotRounded() {
        float[] rgb = {1, 0.5f, 0.25f};
        ArrayDataset grey = ArrayDataset.ofFloats("rgb", rgb, Shape.of(3, 1, 1), new int[] {0}, TWO).grey();

        assertThat(grey.floats()).containsExactly((float) (0.299 + 0.587 * 0.5 + 0.114 * 0.25));
    }

    @Test
    void trainAndTestMustBeAlike() {
        ArrayDataset train = numbers(4);
        ArrayDataset wide = ArrayDataset.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 1});
        ArrayDataset threeClasses = ArrayDataset.of(new float[][] {{1}}, new int[] {2});

        assertThatIllegalArgumentException().isThrownBy(() -> new TrainTest(train, wide))
                .withMessage("data set data: training samples have shape [1], test samples [2]");
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainTest(train, threeClasses))
                .withMessage("data set data: training samples have 2 classes, test samples 3 classes");
        assertThat(new TrainTest(train, train).map(part -> part.take(1)).test().size()).isEqualTo(1);
    }

    /** Samples 0, 1, ... with the last five of class 1. */
    private static ArrayDataset numbers(int size) {
        float[][] rows = new float[size][1];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i][0] = i;
            labels[i] = i >= size - 5 && i > 0 ? 1 : 0;
        }
        return ArrayDataset.of(rows, labels);
    }

    private static float[] together(List<ArrayDataset> parts) {
        List<Float> values = new ArrayList<>();
        for (ArrayDataset part : parts) {
            for (float value : part.floats()) {
                values.add(value);
            }
        }
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
