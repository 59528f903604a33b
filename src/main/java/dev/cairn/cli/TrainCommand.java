package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.dashboard.Dashboard;
import dev.cairn.dashboard.LiveRun;
import dev.cairn.io.RunFolder;
import dev.cairn.io.RunMetrics;
import dev.cairn.report.Charts;
import dev.cairn.report.FinishedRun;
import dev.cairn.report.RunReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn train}: from a data set to a trained network, its figures and its file. */
@Command(
        name = TrainCommand.NAME,
        description = "Trains a network and says how well it does on samples it has never seen. Without options: generated house numbers.",
        footerHeading = "%nDefaults by data set:%n")
final class TrainCommand implements Callable<Integer> {
    static final String NAME = "train";

    @Mixin(name = "Experiment")
    private final Experiment experiment = new Experiment();
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();
    @Mixin(name = "Live")
    private final LiveOptions live = new LiveOptions();

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Where report.html, metrics.json, history.csv and model.safetensors go. Default: runs/DATE-DATASET, made unique.")
    private @Nullable Path out;

    @Option(names = "--no-report", description = "Draw no pictures and write no report.html.")
    private boolean withoutReport;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        experiment.check();
        live.check();
        RunFolder folder = out == null
                ? RunFolder.unique(RunFolder.RUNS, LocalDate.now(), experiment.dataset().toString())
                : RunFolder.at(out);
        try (Device device = backend.open(output)) {
            Training training = experiment.start(experiment.prepare(experiment.load(output)), device);
            output.info(training.describe());
            try (LiveRun following = LiveRun.begin(folder, training.facts());
                    Dashboard _ = live.serve(following, training, output)) {
                run(training, following);
                FinishedRun run = training.finish(CommandText.of(spec));
                following.end();
                Path written = training.save(folder, run.metrics());
                illustrate(written, run);
                report(run.metrics(), written);
                live.linger(output);
            }
        }
        return 0;
    }

    private void run(Training training, LiveRun following) {
        if (output.isQuiet()) {
            training.run(following);
        } else {
            try (Progress progress = new Progress(output.err(), Terminal.isAttached(), experiment.epochs())) {
                training.run(progress, following);
            }
        }
    }

    /** Adds pictures and a page to a run that is complete without them, and stays so if that fails. */
    private void illustrate(Path folder, FinishedRun run) {
        if (withoutReport) {
            return;
        }
        if (!Charts.isAvailable()) {
            output.info("no report: " + Charts.whyNot().orElseThrow());
            return;
        }
        try {
            new RunReport(run).write(folder);
        } catch (RuntimeException e) {
            output.warn("no report: " + e.getMessage());
        }
    }

    private void report(RunMetrics metrics, Path folder) {
        if (output.isJson()) {
            output.out().print(metrics.toJson());
            output.info("wrote " + folder);
        } else {
            output.out().print(EvaluationText.of(metrics.evaluations()));
            output.out().printf(Locale.ROOT, "%n%d epochs in %.1f s, %,.0f samples/s; written to %s%n",
                    metrics.epochs(),
                    metrics.seconds(), metrics.samplesPerSecond(), folder);
        }
        output.out().flush();
    }
}
