package dev.cairn.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.train.History;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void everyFigureHasAChartWithALineForEverySet() throws Exception {
        History history = History.empty()
                .plus(row(1, Map.of("train_loss", 2.0, "validation_loss", 2.1, "train_accuracy", 0.5)))
                .plus(row(2, Map.of("train_loss", 1.0, "validation_loss", 1.2, "train_accuracy", 0.9)));
        SequencedMap<String, LineChart> charts = Curves.of(history);
        assertThat(charts).containsOnlyKeys("loss", "accuracy");
        assertThat(requireNonNull(charts.get("loss")).legend()).extracting(Header.Entry::name)
                .containsExactlyInAnyOrder("training", "validation");
        assertThat(requireNonNull(charts.get("accuracy")).title()).isEqualTo("Accuracy, training");
        assertThat(Drawn.of(requireNonNull(charts.get("loss"))).count(Style.BLUE)).isGreaterThan(1000);
    }

    @Test
    void aFigureOfAnotherNameKeepsIt() {
        History history = History.empty().plus(row(1, Map.of("gain", 2.0, "far_away_point_loss", 3.0)));
        assertThat(Curves.of(history)).containsOnlyKeys("gain", "away_point_loss");
        assertThat(Curves.of(History.empty())).isEmpty();
    }

    private static History.Row row(double epoch, Map<String, Double> values) {
        return new History.Row(epoch, (long) epoch, 0.1, epoch, new LinkedHashMap<>(values));
    }
}
