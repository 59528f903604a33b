package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.dashboard.RunFacts;
import dev.cairn.dashboard.Watcher;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.io.RunFolder;
import dev.cairn.io.RunMetrics;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Evaluation;
import dev.cairn.nn.Sequential;
import dev.cairn.report.Answers;
import dev.cairn.report.FinishedRun;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import dev.cairn.train.TrainingListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** One training of an experiment's network on a device, and what it comes to. */
final class Training {
    private final Experiment experiment;
    private final PreparedData data;
    private final Sequential model;
    private final Loss loss;
    private final Trainer trainer;
    private final Batches batches;
    private History history = History.empty();
    private double seconds;

    /** @param model with first weights */
    Training(Experiment experiment, PreparedData data, Sequential model, Loss loss, Trainer trainer, Batches batches) {
        this.experiment = experiment;
        this.data = data;
        this.model = model;
        this.loss = loss;
        this.trainer = trainer;
        this.batches = batches;
    }

    /** Asks for the figures of the test samples at every evaluation too. */
    void watchTest() {
        trainer.watch("test", data.part("test"));
    }

    /** Ends the training after an evaluation for which the rule says so. */
    Training stopWhen(Predicate<History> rule) {
        trainer.stopWhen(rule);
        return this;
    }

    /** Trains, and tells how it goes. */
    void run(TrainingListener... listeners) {
        for (TrainingListener listener : listeners) {
            trainer.listener(listener);
        }
        long start = System.nanoTime();
        history = trainer.fit(batches, data.evaluated().get("validation"), experiment.epochs());
        seconds = (System.nanoTime() - start) * 1e-9;
    }

    /** What is known of it before it starts. */
    RunFacts facts() {
        return new RunFacts(experiment.dataset().toString(), device().backend().name(), model.toString(),
                model.parameters().count(), experiment.seed(), experiment.epochs());
    }

    /** Somebody to look at what the network does while it trains; nobody where it predicts numbers. */
    Optional<Watcher> watcher() {
        if (!data.isClassification()) {
            return Optional.empty();
        }
        Evaluator evaluator = new Evaluator(model, loss);
        ArrayDataset validation = data.validation();
        return Optional.of(validation == null
                ? new Watcher(evaluator, "training", data.train(), data.normalisation())
                : new Watcher(evaluator, "validation", validation, data.normalisation()));
    }

    /** What the evaluations on the way measured. */
    History history() {
        return history;
    }

    /** How the network does on a part of the data now. */
    Evaluation evaluate(String part) {
        try (BatchLoader loader = data.part(part).on(device())) {
            return new Evaluator(model, loss).evaluate(loader);
        }
    }

    private Device device() {
        return model.parameters().device();
    }

    /** The network and its data in a line. */
    String describe() {
        return String.format(Locale.ROOT, "%s, %,d parameters, %,d training samples", model,
                model.parameters().count(), data.train().size());
    }

    /**
     * What the training came to, on all parts of the data, and the answers to the test samples where these have classes.
     *
     * @param command that it was begun with
     */
    FinishedRun finish(String command) {
        Evaluator evaluator = new Evaluator(model, loss);
        Answers answers = data.isClassification() ? new Answers() : null;
        SequencedMap<String, Evaluation> evaluations = new LinkedHashMap<>();
        data.evaluated().forEach((part, set) -> {
            try (BatchLoader loader = set.on(device())) {
                evaluations.put(part, answers != null && part.equals("test")
                        ? evaluator.evaluate(loader, answers)
                        : evaluator.evaluate(loader));
            }
        });
        double epochs = history.rows().getLast().epoch();
        RunFacts facts = facts();
        RunMetrics metrics = new RunMetrics(facts.dataset(), facts.backend(), facts.network(), facts.parameters(),
                facts.seed(), (int) Math.ceil(epochs), seconds, epochs * data.train().size() / seconds, evaluations);
        return new FinishedRun(metrics, history, model, evaluator, data.train(), data.test(), data.normalisation(),
                answers, command);
    }

    /** Writes weights, history and metrics; the folder they are in. */
    Path save(RunFolder folder, RunMetrics metrics) {
        ModelCard card = new ModelCard(experiment.dataset().toString(), experiment.dataSeed(), data.sampleShape(),
                data.grey(), data.normalisation(), loss.toString(), data.train().classNames());
        return folder.save(ModelFile.of(model, card).toSafetensors(), history, metrics);
    }
}
