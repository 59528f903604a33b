package dev.cairn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static final float NAN = Float.NaN;

    @Test
    void theLargestOutputWinsAndOfEqualsTheFirst() {
        Predictions batch = Predictions
                .ofClasses(new float[] {1, 3, 2, 4, 4, 4, -1, -2, -1, 0, Float.POSITIVE_INFINITY, 9}, 3, new int[4], 4);

        assertThat(new int[] {batch.predicted(0), batch.predicted(1), batch.predicted(2), batch.predicted(3)})
                .containsExactly(1, 0, 0, 1);
    }

    @Test
    void aRowWithNanPredictsNothing() {
        float[] outputs = {NAN, 1, 1, NAN, NAN, NAN};
        Predictions batch = Predictions.ofClasses(outputs, 2, new int[] {0, 0, 0}, 3);

        for (int row = 0; row < 3; row++) {
            assertThat(batch.predicted(row)).isEqualTo(Predictions.NONE);
            assertThat(batch.rankOfLabel(row)).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void ranksCountWhatComesBeforeTheTrueClass() {
        float[] scores = {0.1f, 0.4f, 0.1f, 0.4f};
        int[] ranks = new int[4];
        for (int label = 0; label < 4; label++) {
            ranks[label] = Predictions.ofClasses(scores, 4, new int[] {label}, 1).rankOfLabel(0);
        }

        assertThat(ranks).containsExactly(2, 0, 3, 1);
    }

    @Test
    void oneOutputTellsTwoClassesApart() {
        Predictions batch = Predictions.ofBinary(new float[] {0.5f, 0.6f, NAN}, 0.5f, new int[] {1, 1, 0}, 3);

        assertThat(batch.classes()).isEqualTo(2);
        assertThat(batch.predicted(0)).isZero();
        assertThat(batch.rankOfLabel(0)).isOne();
        assertThat(batch.predicted(1)).isOne();
        assertThat(batch.rankOfLabel(1)).isZero();
        assertThat(batch.predicted(2)).isEqualTo(Predictions.NONE);
    }

    @Test
    void theMarginIsNegativeWhereThePredictionIsWrong() {
        Predictions batch = Predictions.ofClasses(new float[] {5, 3, 1, 5, 3, 1, NAN, 3, 1}, 3, new int[] {0, 2, 1}, 3);
        assertThat(batch.margin(0)).isEqualTo(2);
        assertThat(batch.margin(1)).isEqualTo(-4);
        assertThat(batch.margin(2)).isNaN();

        Predictions binary = Predictions.ofBinary(new float[] {0.75f, 0.75f, NAN}, 0.5f, new int[] {1, 0, 0}, 3);
        assertThat(binary.margin(0)).isEqualTo(0.25);
        assertThat(binary.margin(1)).isEqualTo(-0.25);
        assertThat(binary.margin(2)).isNaN();
    }

    @Test
    void buffersMayBeLongerThanTheBatch() {
        Predictions batch = Predictions.ofClasses(new float[100], 10, new int[] {3, 99}, 1);

        assertThat(batch.rows()).isOne();
        assertThat(batch.label(0)).isEqualTo(3);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Predictions.ofClasses(new float[5], 3, new int[2], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predictions: 2 rows of 3 do not fit 5 outputs");
        assertThatThrownBy(() -> Predictions.ofClasses(new float[6], 3, new int[1], 2))
                .hasMessage("predictions: 2 rows but 1 labels");
        assertThatThrownBy(() -> Predictions.ofClasses(new float[6], 3, new int[] {0, 3}, 2))
                .hasMessage("predictions: label 3 in row 1, allowed are 0 to 2");
        assertThatThrownBy(() -> Predictions.ofClasses(new float[6], 1, new int[2], 2))
                .hasMessageContaining("ofBinary");
        assertThatThrownBy(() -> Predictions.ofValues(new float[4], 2, new float[3], 2))
                .hasMessage("predictions: 2 rows of 2 do not fit 3 targets");
        assertThatThrownBy(() -> new Accuracy().update(Predictions.ofValues(new float[4], 2, new float[4], 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not classes with labels");
        assertThatThrownBy(() -> new RSquared().update(Predictions.ofClasses(new float[4], 2, new int[2], 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not values with targets");
    }
}
