package dev.cairn.report;

import dev.cairn.CairnException;
import dev.cairn.files.IoReason;
import dev.cairn.io.RunFolder;
import dev.cairn.io.RunMetrics;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.ConfusionMatrix;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Regression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * All about one training run on a page: what it came to, how it went there, what it gets wrong, and how to repeat it.
 * The same pictures stand beside it as files.
 */
public final class RunReport {
    private static final int MOST_CLASSES = 40;

    private final FinishedRun run;
    private final RunMetrics metrics;
    private final RunPictures pictures;

    /** @throws CairnException if this Java cannot draw; {@link Charts#whyNot} tells beforehand */
    public RunReport(FinishedRun run) {
        Charts.require();
        this.run = run;
        this.metrics = run.metrics();
        this.pictures = new RunPictures(run);
    }

    /**
     * Writes {@link RunFolder#REPORT} and the folder {@link RunFolder#PICTURES} into the folder of a run.
     *
     * @throws CairnException if a file cannot be written
     */
    public void write(Path folder) {
        Path files = folder.resolve(RunFolder.PICTURES);
        try {
            Files.createDirectories(files);
        } catch (IOException e) {
            throw new CairnException("cannot create the folder " + files + ": " + IoReason.of(e), e);
        }
        pictures.all().forEach((name, chart) -> chart.writePng(files.resolve(name + ".png")));
        page().write(folder.resolve(RunFolder.REPORT));
    }

    /** The page alone. */
    public HtmlReport page() {
        HtmlReport page = new HtmlReport(run.train().name(), metrics.network());
        page.figures(headline());
        page.section("Results").table(evaluationHead(), evaluations());
        charts(page, "Curves", List.copyOf(pictures.curves().values()));
        picture(page, "Confusion", RunPictures.CONFUSION);
        perClass(page);
        picture(page, "Decision regions", RunPictures.REGIONS);
        picture(page, "Mistakes", RunPictures.MISTAKES);
        picture(page, "What the first layer looks for", RunPictures.WEIGHTS);
        charts(page, "Training data", Stream.of(RunPictures.CLASSES, RunPictures.SAMPLES)
                .map(pictures.all()::get).filter(Objects::nonNull).toList());
        page.section("Network").listing(run.model().summary(run.train().sampleShape()));
        page.section("How to repeat it").command(run.command()).facts(environment());
        return page;
    }

    private SequencedMap<String, String> environment() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Seed", Long.toString(metrics.seed()));
        facts.putAll(Environment.facts(run.model().parameters().device()));
        return facts;
    }

    private void picture(HtmlReport page, String heading, String name) {
        Chart chart = pictures.all().get(name);
        charts(page, heading, chart == null ? List.of() : List.of(chart));
    }

    private static void charts(HtmlReport page, String heading, List<? extends Chart> charts) {
        if (!charts.isEmpty()) {
            page.section(heading).charts(charts);
        }
    }

    private SequencedMap<String, String> headline() {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        Evaluation last = metrics.evaluations().lastEntry().getValue();
        String set = metrics.evaluations().lastEntry().getKey();
        switch (last) {
            case Classification c -> values.put(set + " accuracy", percent(c.accuracy()));
            case Regression r -> values.put(set + " RMSE", number(r.rmse()));
        }
        values.put(metrics.epochs() == 1 ? "epoch" : "epochs", Integer.toString(metrics.epochs()));
        values.put("training time", seconds(metrics.seconds()));
        values.put("samples/s", String.format(Locale.ROOT, "%,.0f", metrics.samplesPerSecond()));
        values.put("parameters", String.format(Locale.ROOT, "%,d", metrics.parameters()));
        return values;
    }

    private List<String> evaluationHead() {
        return run.answers() == null
                ? List.of("set", "samples", "loss", "RMSE", "MAE", "R²")
                : List.of("set", "samples", "loss", "accuracy", "mean precision", "mean recall", "mean F1");
    }

    private List<List<String>> evaluations() {
        List<List<String>> rows = new ArrayList<>();
        metrics.evaluations().forEach((set, evaluation) -> {
            List<String> row = new ArrayList<>(List.of(
                    set, String.format(Locale.ROOT, "%,d", evaluation.samples()), number(evaluation.loss())));
            row.addAll(switch (evaluation) {
                case Classification c -> List.of(percent(c.accuracy()), percent(c.confusion().macroPrecision()),
                        percent(c.confusion().macroRecall()), percent(c.confusion().macroF1()));
                case Regression r -> List.of(number(r.rmse()), number(r.mae()), number(r.r2()));
            });
            rows.add(row);
        });
        return rows;
    }

    private void perClass(HtmlReport page) {
        if (!(metrics.evaluations().get("test") instanceof Classification test)
                || test.confusion().classes().size() > MOST_CLASSES) {
            return;
        }
        ConfusionMatrix matrix = test.confusion();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < matrix.classes().size(); i++) {
            rows.add(List.of(matrix.classes().get(i), String.format(Locale.ROOT, "%,d", matrix.support(i)),
                    percent(matrix.precision(i)), percent(matrix.recall(i)), percent(matrix.f1(i))));
        }
        page.table(List.of("class", "samples", "precision", "recall", "F1"), rows);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }
}
