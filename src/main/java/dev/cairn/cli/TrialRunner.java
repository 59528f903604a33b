package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.data.TrainTest;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Goal;
import dev.cairn.metrics.Regression;
import dev.cairn.search.Configuration;
import dev.cairn.search.Objective;
import dev.cairn.train.History;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** Runs the trials of a search: each trains its experiment on a device of its own, and is scored on validation samples. */
final class TrialRunner implements Objective {
    private final ExperimentWords words;
    private final TrainTest loaded;
    private final @Nullable Integer size;
    private final Backend backend;
    private final DeviceOptions options;
    private final SampleCache samples = new SampleCache(this::prepare);

    /**
     * @param words  what all trials have in common
     * @param size   how many training samples each learns from; null for all
     * @param options of the device of each trial
     */
    TrialRunner(ExperimentWords words, TrainTest loaded, @Nullable Integer size, Backend backend,
            DeviceOptions options) {
        this.words = words;
        this.loaded = loaded;
        this.size = size;
        this.backend = backend;
        this.options = options;
    }

    private boolean isClassification() {
        return loaded.train().targetWidth() == 0;
    }

    /** What trials are scored by. */
    String score() {
        return isClassification() ? "validation_accuracy" : "validation_rmse";
    }

    Goal goal() {
        return isClassification() ? Goal.MAXIMIZE : Goal.MINIMIZE;
    }

    @Override
    public double run(Configuration configuration, DoublePredicate isHopeless) {
        ExperimentWords own = words.with(configuration.values());
        Experiment experiment = own.experiment();
        PreparedData data = samples.get(own, experiment);
        try (Device device = Device.require(backend, options)) {
            Training training = experiment.start(data, device);
            training.stopWhen(history -> isHopeless.test(last(history))).run();
            return score(training.evaluate("validation"));
        }
    }

    private PreparedData prepare(Experiment experiment) {
        PreparedData data = experiment.prepare(loaded);
        return size == null ? data : data.withTrain(size, experiment.dataSeed());
    }

    private double last(History history) {
        return history.rows().getLast().value(score());
    }

    private static double score(Evaluation validation) {
        return switch (validation) {
            case Classification classes -> classes.accuracy();
            case Regression numbers -> numbers.rmse();
        };
    }
}
