package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialChartsTest {
    private static final List<Trial> TRIALS = List.of(
            trial("0.001", "sgd", 0.2), trial("0.1", "sgd", 0.9), trial("0.001", "adam", 0.8),
            trial("0.1", "adam", Double.NaN));

    private static Trial trial(String rate, String optimizer, double accuracy) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>(Map.of("epochs", "3"));
        parameters.put("learning-rate", rate);
        parameters.put("optimizer", optimizer);
        return new Trial(parameters, accuracy);
    }

    @Test
    void onlyWhatDiffersIsVaried() {
        assertThat(TrialCharts.varied(TRIALS)).containsExactly("learning-rate", "optimizer");
    }

    @Test
    void aNumberBecomesAnAxisAndAWordBars() throws Exception {
        assertThat(TrialCharts.over("learning-rate", TRIALS)).isInstanceOf(LineChart.class);
        assertThat(Drawn.of(TrialCharts.over("learning-rate", TRIALS)).count(Style.VERMILION)).isPositive();
        Drawn bars = Drawn.of(TrialCharts.over("optimizer", TRIALS));
        assertThat(bars.bounds(Style.BLUE).getMaxX()).as("best of sgd 90 %, the mean 55 %")
                .isGreaterThan(bars.bounds(Style.VERMILION).getMaxX());
        bars.assertMarginsAreBlank();
    }

    @Test
    void pairsShowTheirBest() throws Exception {
        Drawn drawn = Drawn.of(TrialCharts.over("optimizer", "learning-rate", TRIALS));
        assertThat(drawn.count(Shades.of(Style.BLUE, 0.9))).as("90 %").isGreaterThan(10_000);
        assertThat(drawn.count(Shades.of(Style.BLUE, 0.06))).as("20 %").isGreaterThan(10_000);
        assertThat(drawn.count(Shades.of(Style.BLUE, 0))).as("none").isGreaterThan(10_000);
        assertThat(drawn.bounds(Shades.of(Style.BLUE, 0.9)).x)
                .isGreaterThan(drawn.bounds(Shades.of(Style.BLUE, 0.06)).x);
        drawn.assertMarginsAreBlank();
    }

    @Test
    void aTrialThatDivergedDoesNotHideABetterOneInItsCell() throws Exception {
        List<Trial> both = TRIALS.stream()
                .flatMap(trial -> Stream.of(deep(trial, "64", trial.accuracy()), deep(trial, "64,64", Double.NaN)))
                .toList();
        assertThat(best(both)).isPositive().isEqualTo(best(TRIALS));
    }

    private static int best(List<Trial> trials) throws Exception {
        return Drawn.of(TrialCharts.over("optimizer", "learning-rate", trials)).count(Shades.of(Style.BLUE, 0.9));
    }

    private static Trial deep(Trial trial, String hidden, double accuracy) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>(trial.parameters());
        parameters.put("hidden", hidden);
        return new Trial(parameters, accuracy);
    }

    @Test
    void configurationsComeBestFirst() throws Exception {
        Drawn drawn = Drawn.of(TrialCharts.configurations(TRIALS));
        var points = drawn.bounds(Style.BLUE);
        assertThat(drawn.at(points.x + 9, points.y + 9)).as("the best, top left").isEqualTo(Style.BLUE);
        assertThat(drawn.at(points.x + points.width - 9, points.y + points.height - 9)).isEqualTo(Style.BLUE);
    }

    @Test
    void aHeatMapNeedsAValueForEachCell() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeatMap("Map", Axis.of("a"), "r", List.of("1"), "c", List.of("1", "2"),
                        new double[1][1]))
                .withMessage("heat map 'Map': needs 1 by 2 values, at least one");
    }
}
