package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.metrics.ConfusionMatrix;
import dev.cairn.metrics.Predictions;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionChartTest {
    @Test
    void rightCellsAreBlueByRecallAndWrongOnesVermilionByTheMostFrequent() throws Exception {
        ConfusionMatrix matrix = ConfusionMatrix.of(3);
        add(matrix, 0, 0, 10);
        add(matrix, 1, 1, 5);
        add(matrix, 1, 2, 4);
        add(matrix, 1, 0, 1);
        add(matrix, 2, 2, 7);
        Drawn drawn = Drawn.of(ConfusionChart.of("Confusion", matrix));
        assertThat(drawn.count(Shades.of(Style.BLUE, 0.9))).as("two classes without a mistake").isGreaterThan(40_000);
        assertThat(drawn.count(Shades.of(Style.BLUE, 0.45))).as("half of class 1").isGreaterThan(20_000);
        assertThat(drawn.count(Shades.of(Style.VERMILION, 0.9))).as("1 for 2").isGreaterThan(20_000);
        assertThat(drawn.count(Shades.of(Style.VERMILION, 0.225))).as("1 for 0").isGreaterThan(20_000);
        Color nothing = Shades.of(Style.VERMILION, 0);
        assertThat(drawn.count(nothing)).as("four cells without a sample").isGreaterThan(80_000);
        assertThat(drawn.bounds(Shades.of(Style.VERMILION, 0.9)).x)
                .as("the predicted class to the right")
                .isGreaterThan(drawn.bounds(Shades.of(Style.VERMILION, 0.225)).x);
        drawn.assertMarginsAreBlank();
    }

    @Test
    void samplesWithoutAPredictionHaveAColumn() throws Exception {
        ConfusionMatrix matrix = ConfusionMatrix.of(2);
        add(matrix, 0, 0, 3);
        add(matrix, 1, Predictions.NONE, 2);
        Drawn drawn = Drawn.of(ConfusionChart.of("Confusion", matrix));
        assertThat(drawn.bounds(Shades.of(Style.VERMILION, 0.9)).x)
                .isGreaterThan(drawn.bounds(Shades.of(Style.BLUE, 0.9)).x + 300);
    }

    @Test
    void anEmptyMatrixAHundredClassesAndLongNamesAreDrawn() throws Exception {
        Drawn.of(ConfusionChart.of("Empty", ConfusionMatrix.of(2))).assertMarginsAreBlank();
        List<String> names = IntStream.range(0, 100).mapToObj(i -> i + " with a name that is too long".repeat(3))
                .toList();
        ConfusionMatrix matrix = new ConfusionMatrix(names);
        add(matrix, 99, 99, 123_456_789);
        Drawn drawn = Drawn.of(ConfusionChart.of("Many", matrix));
        drawn.assertMarginsAreBlank();
        assertThat(drawn.count(Shades.of(Style.BLUE, 0.9))).isPositive();
    }

    @Test
    void aChartIsOfTheMatrixAsItWas() throws Exception {
        ConfusionMatrix matrix = ConfusionMatrix.of(2);
        ConfusionChart chart = ConfusionChart.of("Confusion", matrix);
        add(matrix, 0, 0, 1);
        assertThat(Drawn.of(chart).count(Shades.of(Style.BLUE, 0.9))).isZero();
    }

    private static void add(ConfusionMatrix matrix, int actual, int predicted, int times) {
        if (times > 1000) {
            ConfusionMatrix half = new ConfusionMatrix(matrix.classes());
            add(half, actual, predicted, times / 2);
            matrix.merge(half);
            matrix.merge(half);
        } else {
            IntStream.range(0, times).forEach(_ -> matrix.add(actual, predicted));
        }
    }
}
