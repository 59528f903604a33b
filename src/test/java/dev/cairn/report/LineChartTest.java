package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineChartTest {
    private static final double[] X = {1, 2, 3, 4, 5};
    private static final LineChart EMPTY = LineChart.of("Loss", Axis.of("epoch"), Axis.of("loss"));

    @Test
    void aLineRisesAsItsValuesDo() throws Exception {
        Drawn drawn = Drawn.of(EMPTY.plus("training", X, new double[] {0, 1, 2, 3, 4}));
        Rectangle line = drawn.bounds(Style.BLUE);
        assertThat(drawn.at(line.x + line.width / 2, line.y + line.height / 2)).isEqualTo(Style.BLUE);
        assertThat(line.width).isGreaterThan(1000);
        assertThat(line.height).isGreaterThan(500);
        drawn.assertMarginsAreBlank();
    }

    @Test
    void everyLineHasItsColourAndAnEntryInTheLegend() throws Exception {
        Drawn one = Drawn.of(EMPTY.plus("training", X, X));
        Drawn two = Drawn.of(EMPTY.plus("training", X, X).plus("validation", X, new double[] {5, 4, 3, 2, 1}));
        assertThat(one.count(Style.VERMILION)).isZero();
        assertThat(two.count(Style.VERMILION)).isGreaterThan(3000);
        assertThat(two.bounds(Style.BLUE).y).as("the sample in the legend").isLessThan(150);
        assertThat(one.bounds(Style.BLUE).y).as("no legend for one line").isGreaterThan(100);
    }

    @Test
    void valuesThatCannotBeDrawnAreLeftOut() throws Exception {
        double[] y = {Double.NaN, 1, Double.POSITIVE_INFINITY, 3, 4};
        assertThat(Drawn.of(EMPTY.plus("training", X, y)).count(Style.BLUE)).isGreaterThan(1000);
        double[] none = {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        assertThat(Drawn.of(EMPTY.plus("training", X, none)).count(Style.BLUE)).isZero();
    }

    @Test
    void aLogarithmicAxisGivesEqualFactorsEqualRoomAndLeavesOutWhatIsNotPositive() throws Exception {
        LineChart chart = LineChart.of("Rate", Axis.of("batch").logarithmic(), Axis.of("rate", "1/s").logarithmic());
        Drawn drawn = Drawn.of(chart.plus("a", new double[] {0, 1, 10, 100}, new double[] {5, 10, 100, 1000}));
        Rectangle line = drawn.bounds(Style.BLUE);
        assertThat(drawn.at(line.x + line.width / 2, line.y + line.height / 2)).isEqualTo(Style.BLUE);
    }

    @Test
    void onePointAndEqualPointsAreDrawn() throws Exception {
        assertThat(Drawn.of(EMPTY.plus("a", new double[] {1}, new double[] {2})).count(Style.BLUE)).isPositive();
        assertThat(Drawn.of(EMPTY.plus("a", new double[] {1, 1}, new double[] {2, 2})).count(Style.BLUE)).isPositive();
        assertThat(Drawn.of(EMPTY.plus("a", X, new double[] {2, 2, 2, 2, 2})).count(Style.BLUE)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"-1e308, 1e308", "1e-300, 3e-300", "0.1, 0.10000000000000003", "1e15, 1000000000000001", "9999, 10001"})
    void extremeValuesAreDrawn(double least, double most) throws Exception {
        double[] y = {least, most, least, most, least};
        Drawn drawn = Drawn.of(EMPTY.plus("a", X, y));
        assertThat(drawn.count(Style.BLUE)).isPositive();
        drawn.assertMarginsAreBlank();
        assertThat(Drawn.of(EMPTY.plus("a", y, X)).count(Style.BLUE)).isPositive();
    }

    @Test
    void twoEpochsAreNamedBelowTheirPoints() throws Exception {
        double[] epochs = {1, 2};
        Rectangle names = Drawn.of(EMPTY.plus("a", epochs, new double[] {1.678, 1.449})).bounds(Style.MUTED);
        assertThat(names.x + names.width).as("where the last tick's name ends").isGreaterThan(1400);
    }

    @Test
    void theSpreadIsDrawnAroundItsPoint() throws Exception {
        double[] y = {2, 2, 2, 2, 2};
        int flat = Drawn.of(EMPTY.plus("a", X, y, new double[] {0, 0, 0, 0, 0})).bounds(Style.BLUE).height;
        int spread = Drawn.of(EMPTY.plus("a", X, y, new double[] {1, 1, 1, 1, 1})).bounds(Style.BLUE).height;
        assertThat(spread).isGreaterThan(flat + 300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "a \"quoted\" & 'tricky' name", "$\\frac{x}{2}$",
        "\u0000\u001b", " "})
    void hostileNamesAreShownAsTheyAre(String name) throws Exception {
        LineChart chart = LineChart.of(name, Axis.of(name, name), Axis.of(name)).plus(name, X, X).plus("b", X, X);
        assertThat(Drawn.svg(chart).getElementsByTagName("script").getLength()).isZero();
        Drawn.of(chart).assertMarginsAreBlank();
    }

    @Test
    void longNamesAreShortened() throws Exception {
        String name = "a name that never ends ".repeat(20);
        Drawn.of(LineChart.of(name, Axis.of(name), Axis.of(name)).plus(name, X, X).plus("b", X, X))
                .assertMarginsAreBlank();
    }

    @Test
    void theSvgHoldsALinePerSeriesAndLoadsNothing() throws Exception {
        LineChart chart = EMPTY.plus("training", X, X).plus("validation", X, X);
        assertThat(Drawn.svg(chart).getElementsByTagName("path").getLength()).isGreaterThan(20);
        assertThat(chart.svg().replaceAll("xmlns(:xlink)?=\"[^\"]+\"", "")).contains("stroke=\"rgb(213,94,0)\"")
                .doesNotContain("http", "<text").doesNotContainPattern("url\\((?!#)");
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> EMPTY.plus("training", X, new double[2]))
                .withMessage("line 'training': 5 x values, 2 y values");
        assertThatIllegalArgumentException().isThrownBy(() -> EMPTY.plus("a", X, X).plus("a", X, X))
                .withMessage("line chart 'Loss': two lines named 'a'");
    }
}
