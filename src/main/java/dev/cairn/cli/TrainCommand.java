package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.data.Batches;
import dev.cairn.data.BatchLoader;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.io.RunFolder;
import dev.cairn.io.RunMetrics;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Evaluation;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.report.Answers;
import dev.cairn.report.Charts;
import dev.cairn.report.FinishedRun;
import dev.cairn.report.RunReport;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
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
    static final long DATA_SEED = 0;

    @Mixin(name = "Data")
    private final SourceOptions source = new SourceOptions();
    @Mixin(name = "Preparation")
    private final PreparationOptions preparation = new PreparationOptions();
    @Mixin(name = "Network")
    private final NetworkOptions network = new NetworkOptions();
    @Mixin(name = "Optimizer")
    private final OptimizerOptions optimizing = new OptimizerOptions();
    @Mixin(name = "Step")
    private final StepOptions stepping = new StepOptions();
    @Mixin(name = "Training")
    private final TrainingOptions training = new TrainingOptions();
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

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
        DatasetName dataset = source.datasetOr(DatasetName.HOUSE_NUMBERS);
        Recipe recipe = Recipe.of(dataset);
        check(recipe);
        Optimizer optimizer = optimizing.optimizer(recipe, stepping.batchSize(recipe));
        RunFolder folder = out == null
                ? RunFolder.unique(RunFolder.RUNS, LocalDate.now(), dataset.toString())
                : RunFolder.at(out);
        try (Device device = backend.open(output)) {
            long dataSeed = source.seedOr(DATA_SEED);
            PreparedData data = preparation.prepare(source.load(dataset, dataSeed, output), recipe, dataSeed);
            Loss loss = stepping.loss(data.isClassification());
            Sequential model = model(data, recipe, device);
            Trainer trainer = training.configure(Trainer.of(model, loss, optimizer))
                    .seed(stepping.seed()).schedule(optimizing.schedule());
            long start = System.nanoTime();
            History history = fit(trainer, data, recipe);
            double seconds = (System.nanoTime() - start) * 1e-9;

            double epochs = history.rows().getLast().epoch();
            Evaluator evaluator = new Evaluator(model, loss);
            Answers answers = data.isClassification() ? new Answers() : null;
            RunMetrics metrics = new RunMetrics(dataset.toString(), device.backend().name(), model.toString(),
                    model.parameters().count(), stepping.seed(), (int) Math.ceil(epochs), seconds,
                    epochs * data.train().size() / seconds, evaluate(evaluator, data, device, answers));
            ModelCard card = new ModelCard(dataset.toString(), dataSeed, data.sampleShape(), data.grey(),
                    data.normalisation(), loss.toString(), data.train().classNames());
            Path written = folder.save(ModelFile.of(model, card).toSafetensors(), history, metrics);
            illustrate(written, new FinishedRun(metrics, history, model, evaluator, data.train(), data.test(),
                    data.normalisation(), answers, CommandText.of(spec)));
            report(metrics, written);
        }
        return 0;
    }

    /** Refuses what no data set could make right, before one is loaded. */
    private void check(Recipe recipe) {
        preparation.check(recipe);
        network.check(recipe);
        optimizing.schedule();
        stepping.check(recipe);
        training.check(recipe, preparation.hasValidation());
    }

    private Sequential model(PreparedData data, Recipe recipe, Device device) {
        Sequential model = network.build(data.sampleShape(), data.outputs(), recipe);
        model.l2(optimizing.l2(recipe));
        model.initialize(device, stepping.seed());
        output.info(String.format(Locale.ROOT, "%s, %,d parameters, %,d training samples", model,
                model.parameters().count(), data.train().size()));
        return model;
    }

    private History fit(Trainer trainer, PreparedData data, Recipe recipe) {
        int epochs = training.epochs(recipe);
        Batches train = data.trainBatches(stepping.batchSize(recipe, data.train().size()), stepping.seed());
        Batches validation = data.evaluated().get("validation");
        if (output.isQuiet()) {
            return trainer.fit(train, validation, epochs);
        }
        try (Progress progress = new Progress(output.err(), Terminal.isAttached(), epochs)) {
            return trainer.listener(progress).fit(train, validation, epochs);
        }
    }

    /** All sets, and the answers for the test set. */
    private static SequencedMap<String, Evaluation> evaluate(Evaluator evaluator, PreparedData data, Device device,
            @Nullable Answers answers) {
        SequencedMap<String, Evaluation> evaluations = new LinkedHashMap<>();
        for (Map.Entry<String, Batches> set : data.evaluated().entrySet()) {
            try (BatchLoader loader = set.getValue().on(device)) {
                evaluations.put(set.getKey(), answers != null && set.getKey().equals("test")
                        ? evaluator.evaluate(loader, answers)
                        : evaluator.evaluate(loader));
            }
        }
        return evaluations;
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
