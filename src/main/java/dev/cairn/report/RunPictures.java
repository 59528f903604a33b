package dev.cairn.report;

import dev.cairn.metrics.Classification;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The pictures of a run, those that its data and its network allow, by the name of their file without its ending. */
final class RunPictures {
    static final String CONFUSION = "confusion";
    static final String MISTAKES = "mistakes";
    static final String REGIONS = "regions";
    static final String WEIGHTS = "weights";
    static final String CLASSES = "classes";
    static final String SAMPLES = "samples";

    private static final int MOST_BARS = 40;

    private final SequencedMap<String, Chart> pictures = new LinkedHashMap<>();
    private final SequencedMap<String, Chart> curves = new LinkedHashMap<>();

    RunPictures(FinishedRun run) {
        Curves.of(run.history()).forEach((figure, chart) -> curves.put(fileName(figure), chart));
        pictures.putAll(curves);
        Answers answers = run.answers();
        if (answers != null) {
            addResults(run, answers);
        }
        FirstLayer.of(run.model(), run.train().sampleShape()).ifPresent(weights -> pictures.put(WEIGHTS, weights));
        if (answers != null) {
            addData(run);
        }
    }

    /** A metric of the user's own may be called anything. */
    private static String fileName(String figure) {
        return figure.replaceAll("[^A-Za-z0-9-]", "-");
    }

    private void addResults(FinishedRun run, Answers answers) {
        if (run.metrics().evaluations().get("test") instanceof Classification test) {
            pictures.put(CONFUSION, ConfusionChart.of("Confusion matrix of the test set", test.confusion()));
        }
        if (run.test().sampleShape().elements() == 2) {
            DecisionRegions regions = DecisionRegions.of(run.evaluator(), run.test(), run.normalisation());
            pictures.put(REGIONS,
                    RegionChart.of("What the network sees where, and the test set", regions, run.test(), answers));
        }
        if (ImageTile.areImages(run.test().sampleShape()) && answers.mistakes(1).length > 0) {
            pictures.put(MISTAKES, DataCharts.mistakes(run.test(), answers));
        }
    }

    private void addData(FinishedRun run) {
        if (run.train().classes() <= MOST_BARS) {
            pictures.put(CLASSES, DataCharts.classes(run.train()));
        }
        if (ImageTile.areImages(run.train().sampleShape())) {
            pictures.put(SAMPLES, DataCharts.samples(run.train()));
        }
    }

    SequencedMap<String, Chart> all() {
        return pictures;
    }

    SequencedMap<String, Chart> curves() {
        return curves;
    }
}
