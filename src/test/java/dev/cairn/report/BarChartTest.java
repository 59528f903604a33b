package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarChartTest {
    private static final BarChart EMPTY = BarChart.of("Time", Axis.of("time", "ms"), List.of("small", "large"));

    @Test
    void barsAreAsLongAsTheirValues() throws Exception {
        Drawn drawn = Drawn.of(EMPTY.plus("ours", 4, 3).plus("theirs", 1, 0.5));
        double ours = drawn.bounds(Style.BLUE).getMaxX();
        double theirs = drawn.bounds(Style.VERMILION).getMaxX();
        double zero = 2 * (Style.MARGIN + Style.measure("small") + 12);
        assertThat(theirs - zero).isCloseTo((ours - zero) / 4, within(4.0));
        drawn.assertMarginsAreBlank();
    }

    @Test
    void aValueThatIsMissingHasNoBar() throws Exception {
        assertThat(Drawn.of(EMPTY.plus("ours", Double.NaN, Double.POSITIVE_INFINITY)).count(Style.BLUE)).isZero();
        assertThat(Drawn.of(EMPTY.plus("ours", 0, 0)).count(Style.BLUE)).isZero();
    }

    @Test
    void barsOfNegativeValuesGoTheOtherWay() throws Exception {
        Drawn drawn = Drawn.of(EMPTY.plus("gain", -2, Double.NaN).plus("loss", Double.NaN, 2));
        assertThat(drawn.bounds(Style.BLUE).getMaxX()).as("behind the sample in the legend").isGreaterThan(200);
        assertThat(drawn.at(900, drawn.bounds(Style.VERMILION).y + drawn.bounds(Style.VERMILION).height - 3))
                .isEqualTo(Style.VERMILION);
        drawn.assertMarginsAreBlank();
    }

    @Test
    void longNamesAndManyCategoriesFit() throws Exception {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "class " + i + " with a very long name ".repeat(9))
                .toList();
        BarChart chart = BarChart.of("Classes", Axis.of("samples"), names)
                .plus("samples", IntStream.range(0, 100).mapToDouble(i -> 123_456_789.0 * i).toArray());
        Drawn drawn = Drawn.of(chart);
        drawn.assertMarginsAreBlank();
        assertThat(drawn.bounds(Style.BLUE).width).as("room for the bars").isGreaterThan(500);
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> EMPTY.plus("ours", 1, 2, 3))
                .withMessage("bars 'ours': 3 values for 2 categories");
        assertThatIllegalArgumentException().isThrownBy(() -> EMPTY.plus("a", 1, 2).plus("a", 1, 2))
                .withMessage("bar chart 'Time': two series named 'a'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BarChart.of("Time", Axis.of("time").logarithmic(), List.of("a")))
                .withMessage("bar chart 'Time': a bar begins at 0, which no logarithm has");
        assertThatIllegalArgumentException().isThrownBy(() -> BarChart.of("Time", Axis.of("time"), List.of()))
                .withMessage("bar chart 'Time': no categories");
    }
}
