package dev.cairn.cli;

import dev.cairn.report.Chart;
import dev.cairn.report.Trial;
import dev.cairn.report.TrialCharts;
import dev.cairn.search.TrialResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** The pictures of a search: accuracy over all configurations, each hyperparameter and each pair of neighbours. */
final class SearchPictures {
    private static final int MOST_CELLS_A_SIDE = 12;

    private SearchPictures() {
    }

    /** All pictures by the names of their files, without endings. */
    static SequencedMap<String, Chart> of(List<TrialResult> results) {
        List<Trial> trials = results.stream()
                .map(result -> new Trial(result.configuration().values(), result.score())).toList();
        List<String> varied = TrialCharts.varied(trials);
        SequencedMap<String, Chart> charts = new LinkedHashMap<>();
        charts.put("configurations", TrialCharts.configurations(trials));
        varied.forEach(name -> charts.put(name, TrialCharts.over(name, trials)));
        List<String> few = varied.stream().filter(name -> isFew(name, trials)).toList();
        IntStream.range(1, few.size()).forEach(i -> charts.put(few.get(i - 1) + "-" + few.get(i),
                TrialCharts.over(few.get(i - 1), few.get(i), trials)));
        return charts;
    }

    /** Whether a hyperparameter has so few values that a table of them can be read. */
    private static boolean isFew(String name, List<Trial> trials) {
        return trials.stream().map(trial -> trial.parameters().getOrDefault(name, "")).distinct()
                .count() <= MOST_CELLS_A_SIDE;
    }

    /** Writes all as SVG and PNG. */
    static void write(Path folder, List<TrialResult> results) {
        of(results).forEach((name, chart) -> {
            chart.writeSvg(folder.resolve(name + ".svg"));
            chart.writePng(folder.resolve(name + ".png"));
        });
    }
}
