package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.data.TrainTest;
import dev.cairn.io.RunMetrics;
import dev.cairn.metrics.Goal;
import dev.cairn.report.Charts;
import dev.cairn.search.Configuration;
import dev.cairn.search.Ranking;
import dev.cairn.search.Search;
import dev.cairn.search.Space;
import dev.cairn.search.TrialResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn search}: many trainings with different settings, of which validation samples choose the best. */
@Command(
        name = "search",
        description = "Tries many settings of cairn train, chooses the best on validation samples, and then trains with them and reports on test samples, once.")
final class SearchCommand implements Callable<Integer> {
    private static final String VALIDATION = "0.1";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private CommandSpec command;

    @Mixin(name = "Search")
    private final SearchOptions search = new SearchOptions();
    @Mixin(name = "Experiment")
    private final Experiment common = new Experiment();
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--out", paramLabel = "FOLDER", description = {
        "Where trials, table and pictures go. A search that was interrupted goes on with --out and the same settings. Default: runs/DATE-DATASET-search, made unique."})
    private @Nullable Path out;

    @Override
    public Integer call() {
        search.check();
        ExperimentWords words = ExperimentWords.of(command.commandLine().getParseResult());
        if (!common.hasValidation()) {
            words = words.with(Map.of("validation", VALIDATION));
        }
        List<Configuration> first = firstRound(words);
        SearchFolder.check(out);
        TrainTest loaded = common.load(output);

        Backend chosen;
        DeviceOptions options;
        try (Device device = backend.open(output)) {
            chosen = device.backend();
            options = device.options();
        }
        int parallel = search.parallelOr(chosen == Backend.CPU ? options.threads() : 1);
        int threads = Math.max(1, options.threads() / parallel);
        TrialRunner runner = new TrialRunner(words, loaded, search.size(), chosen, options.withThreads(threads));
        SearchFolder folder = SearchFolder.open(out, common.dataset().toString(),
                settings(words, loaded, chosen, threads));
        output.info(first.size() + " trials, " + parallel + " at once with " + threads
                + (threads == 1 ? " thread" : " threads") + " each, in " + folder);

        List<TrialResult> results = run(runner, folder, first, parallel);
        Ranking ranking = Ranking.of(results, runner.goal());
        folder.writeTable(ranking.toCsv(runner.score()));
        draw(folder, runner, results);
        TrialResult best = ranking.best().orElseThrow(() -> new CairnException(
                "all trials diverged; try smaller learning rates"));
        String result = folder.result();
        if (result == null) {
            result = trainBest(words.with(best.configuration().values()).experiment(), loaded, folder);
        }
        report(new SearchReport(ranking, runner.score()), result, folder);
        return 0;
    }

    /** The configurations of the first round; all of them describe trainings. */
    private List<Configuration> firstRound(ExperimentWords words) {
        Space space = search.space();
        words.requireFree(space.names());
        List<Configuration> first = search.configurations(space, 0, 1);
        first.forEach(configuration -> words.with(configuration.values()).experiment());
        return first;
    }

    private SequencedMap<String, String> settings(ExperimentWords words, TrainTest loaded, Backend chosen,
            int threads) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        search.describe(settings);
        settings.put("training", words.toString());
        settings.put("samples", loaded.train().size() + " of " + loaded.train().name());
        settings.put("backend", chosen.toString());
        settings.put("threads of a trial", Integer.toString(threads));
        return settings;
    }

    private List<TrialResult> run(TrialRunner runner, SearchFolder folder, List<Configuration> first, int parallel) {
        Search trials = Search.in(folder.trials(), runner.goal()).parallel(parallel);
        if (search.stopsHopeless()) {
            trials.stopHopeless(SearchOptions.patience(common));
        }
        int there = trials.results().size();
        if (there > 0) {
            output.info(there + " trials are there from an earlier run");
        }
        trials.listener(result -> output.info(SearchReport.line(result, runner.score())));
        Space space = search.space();
        List<TrialResult> results = new ArrayList<>(trials.run(first, runner));
        for (int round = 1; round <= search.refinements(); round++) {
            TrialResult best = best(results, runner.goal());
            if (best == null) {
                break;
            }
            space = space.around(best.configuration());
            output.info("round " + (round + 1) + ", around trial " + best.configuration().number() + ": "
                    + best.configuration());
            results.addAll(trials.run(search.configurations(space, round, results.size() + 1), runner));
        }
        return results;
    }

    private static @Nullable TrialResult best(List<TrialResult> results, Goal goal) {
        return Ranking.of(results, goal).best().orElse(null);
    }

    private void draw(SearchFolder folder, TrialRunner runner, List<TrialResult> results) {
        if (runner.goal() != Goal.MAXIMIZE) {
            return;
        }
        Charts.whyNot().ifPresentOrElse(
                reason -> output.warn("no pictures: " + reason),
                () -> SearchPictures.write(folder.pictures(), results));
    }

    /** Trains once more with the best settings, now on all samples; what that came to, as text. */
    private String trainBest(Experiment experiment, TrainTest loaded, SearchFolder folder) {
        try (Device device = Device.require(backend.backend(), backend.options())) {
            Training training = experiment.start(experiment.prepare(loaded), device);
            output.info("training with the best settings: " + training.describe());
            training.run();
            RunMetrics metrics = training.finish(CommandText.of(command)).metrics();
            training.save(folder.best(), metrics);
            String text = EvaluationText.of(metrics.evaluations());
            folder.writeResult(text);
            return text;
        }
    }

    private void report(SearchReport report, String result, SearchFolder folder) {
        if (output.isJson()) {
            output.out().print(report.toJson(folder.bestMetrics()));
        } else {
            output.out().print(report.table(search.top()));
            output.out().printf(
                    "%nThe first of them, trained once more on all training samples:%n%n%s%nwritten to %s%n",
                    result, folder);
        }
        output.out().flush();
    }
}
