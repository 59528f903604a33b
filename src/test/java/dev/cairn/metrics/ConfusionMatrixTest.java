package dev.cairn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    /** Six cats, one taken for a dog; six dogs, two taken for cats and one for a fox; no fox. */
    private static ConfusionMatrix pets() {
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog", "fox"));
        add(matrix, 0, 0, 5);
        add(matrix, 0, 1, 1);
        add(matrix, 1, 0, 2);
        add(matrix, 1, 1, 3);
        add(matrix, 1, 2, 1);
        return matrix;
    }

    @Test
    void figuresFollowTheirDefinitions() {
        ConfusionMatrix matrix = pets();

        assertThat(matrix.samples()).isEqualTo(12);
        assertThat(matrix.accuracy()).isEqualTo(8 / 12.0);
        assertThat(matrix.precision(0)).isEqualTo(5 / 7.0);
        assertThat(matrix.recall(0)).isEqualTo(5 / 6.0);
        assertThat(matrix.f1(0)).isCloseTo(2 * (5 / 7.0) * (5 / 6.0) / (5 / 7.0 + 5 / 6.0), within(1e-15));
        assertThat(matrix.precision(1)).isEqualTo(3 / 4.0);
        assertThat(matrix.recall(1)).isEqualTo(3 / 6.0);
        assertThat(matrix.macroPrecision()).isCloseTo((5 / 7.0 + 3 / 4.0) / 3, within(1e-15));
    }

    @Test
    void aClassThatOnlyOneSideKnowsScoresZero() {
        ConfusionMatrix matrix = pets();

        assertThat(List.of(matrix.precision(2), matrix.recall(2), matrix.f1(2))).containsOnly(0.0);
    }

    @Test
    void aClassThatNeverAppearsIsLeftOut() {
        ConfusionMatrix matrix = ConfusionMatrix.of(3);
        add(matrix, 0, 0, 1);
        add(matrix, 1, 1, 1);

        assertThat(List.of(matrix.precision(2), matrix.recall(2), matrix.f1(2))).containsOnly(Double.NaN);
        assertThat(List.of(matrix.macroPrecision(), matrix.macroRecall(), matrix.macroF1())).containsOnly(1.0);
    }

    @Test
    void samplesWithoutPredictionAreMisses() {
        ConfusionMatrix matrix = ConfusionMatrix.of(2);
        matrix.add(Predictions.ofClasses(new float[] {1, 0, Float.NaN, 1}, 2, new int[] {0, 0}, 2));

        assertThat(matrix.unpredicted(0)).isOne();
        assertThat(matrix.samples()).isEqualTo(2);
        assertThat(matrix.accuracy()).isEqualTo(0.5);
        assertThat(matrix.recall(0)).isEqualTo(0.5);
        assertThat(matrix.precision(0)).isEqualTo(1);
        assertThat(matrix.toString()).contains("none");
    }

    @Test
    void anEmptyMatrixHasNoFigures() {
        ConfusionMatrix matrix = ConfusionMatrix.of(2);

        assertThat(List.of(matrix.accuracy(), matrix.macroPrecision(), matrix.macroRecall(), matrix.macroF1()))
                .containsOnly(Double.NaN);
    }

    @Test
    void mergingAddsCountsAndCopiesAreIndependent() {
        ConfusionMatrix matrix = pets();
        ConfusionMatrix copy = matrix.copy();
        matrix.merge(copy);
        matrix.add(2, Predictions.NONE);

        assertThat(matrix.count(1, 0)).isEqualTo(4);
        assertThat(matrix.samples()).isEqualTo(25);
        assertThat(copy.samples()).isEqualTo(12);
        assertThatThrownBy(() -> matrix.merge(ConfusionMatrix.of(3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsAsATable() {
        assertThat(pets().toString()).isEqualTo("""
                true \\ predicted  cat  dog  fox  samples  precision  recall      F1
                cat                 5    1    0        6     71.4 %  83.3 %  76.9 %
                dog                 2    3    1        6     75.0 %  50.0 %  60.0 %
                fox                 0    0    0        0      0.0 %   0.0 %   0.0 %
                mean                                  12     48.8 %  44.4 %  45.6 %
                """);
    }

    @Test
    void leavesTheCountsOutWhereNoTerminalIsWideEnough() {
        String table = ConfusionMatrix.of(100).toString();

        assertThat(table.lines()).hasSize(102).allMatch(line -> line.length() < 60);
        assertThat(table).startsWith("class  samples  precision  recall  F1\n");
    }

    @Test
    void refusesClassesItDoesNotHave() {
        assertThatThrownBy(() -> pets().add(0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("confusion matrix: class 3, allowed are 0 to 2");
        assertThatThrownBy(() -> pets().add(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfusionMatrix.of(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pets().add(Predictions.ofClasses(new float[2], 2, new int[1], 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void add(ConfusionMatrix matrix, int actual, int predicted, int times) {
        for (int i = 0; i < times; i++) {
            matrix.add(actual, predicted);
        }
    }
}
