package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.data.Batches;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Metric;
import dev.cairn.nn.Layer;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Schedule;
import dev.cairn.optim.Schedules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: epochs of batches, evaluation in between, early stopping, the best model in the end.
 *
 * <pre>{@code
 * History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(1e-3))
 *         .on(device).seed(42)
 *         .fit(train.batches(128), validation.batches(512), 20);
 * }</pre>
 */
public final class Trainer {
    final Layer model;
    final Loss loss;
    final Optimizer optimizer;
    @Nullable
    Device device;
    long seed;
    boolean shuffle = true;
    boolean recordHistory = true;
    boolean restoreBest;
    int evaluationsPerEpoch = 1;
    @Nullable
    Boolean replay;
    Schedule schedule = Schedules.constant();
    @Nullable
    EarlyStopping earlyStopping;
    final List<Predicate<History>> stopRules = new ArrayList<>();
    final List<Metric> metrics = new ArrayList<>();
    final List<TrainingListener> listeners = new ArrayList<>();
    final SequencedMap<String, Batches> watched = new LinkedHashMap<>();

    private Trainer(Layer model, Loss loss, Optimizer optimizer) {
        this.model = model;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    public static Trainer of(Layer model, Loss loss, Optimizer optimizer) {
        return new Trainer(model, loss, optimizer);
    }

    /** The device to train on, unless the model is initialised already. */
    public Trainer on(Device newDevice) {
        device = newDevice;
        return this;
    }

    /** Decides first weights, dropout masks and the order of the samples; default 0. */
    public Trainer seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Whether each epoch has the training samples in a new order; default true. */
    public Trainer shuffle(boolean whether) {
        shuffle = whether;
        return this;
    }

    /** How the learning rate changes over a run, from its beginning in each fit; constant by default. */
    public Trainer schedule(Schedule newSchedule) {
        schedule = newSchedule;
        return this;
    }

    /** A further figure of every set that is evaluated; accuracy, or for numbers the RMSE, is always there. */
    public Trainer metric(Metric metric) {
        metrics.add(metric);
        return this;
    }

    /** Evaluates several times an epoch, evenly spaced, but at most once a step; default once, at its end. */
    public Trainer evaluatePerEpoch(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("evaluations an epoch " + times + ": must be at least 1");
        }
        evaluationsPerEpoch = times;
        return this;
    }

    /** A further set to evaluate, whose figures are called {@code NAME_loss}, {@code NAME_accuracy} and so on. */
    public Trainer watch(String name, Batches set) {
        watched.put(name, set);
        return this;
    }

    /** Ends the run when a figure stops getting better. */
    public Trainer earlyStopping(EarlyStopping rule) {
        earlyStopping = rule;
        return this;
    }

    /** Ends the run after an evaluation for which a rule of one's own says so; it is given the history so far. */
    public Trainer stopWhen(Predicate<History> rule) {
        stopRules.add(rule);
        return this;
    }

    /**
     * Whether the model ends with the parameters of its best evaluation instead of the last ones: best by what early
     * stopping watches, else by validation loss. Default false.
     */
    public Trainer restoreBest(boolean whether) {
        restoreBest = whether;
        return this;
    }

    /** Whether a run with this history is to go no further. */
    boolean stops(History history) {
        return earlyStopping != null && earlyStopping.stops(history)
                || stopRules.stream().anyMatch(rule -> rule.test(history));
    }

    /** Whether evaluations are made and kept; without, the history is empty. Default true. */
    public Trainer recordHistory(boolean whether) {
        recordHistory = whether;
        return this;
    }

    /**
     * Whether a step is recorded once and replayed from then on, which changes no result: on a GPU it is one launch instead of
     * one for every operation, on the CPU it makes next to no garbage. By default it is wherever every step is known to be the
     * same: not with layers or a loss of the program's own, which true vouches for, if all that they change from step to step
     * is on the device; and not where the memory that a recording holds is needed for the run. The log
     * {@code dev.cairn.train} says why steps are not recorded, at level debug.
     */
    public Trainer replay(boolean whether) {
        replay = whether;
        return this;
    }

    /** Somebody to tell how the run goes. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Trains for a number of epochs. */
    public History fit(Batches train, int epochs) {
        return fit(train, null, epochs);
    }

    /**
     * Trains for a number of epochs. A model that is not initialised becomes so, on the trainer's device with the trainer's
     * seed.
     *
     * @param validation evaluated as {@code validation_loss} and so on; null for none
     * @throws IllegalArgumentException if network, data sets and settings do not fit each other, before anything is computed
     * @throws DivergedException if the loss stops being a finite number, with step, layer and advice
     */
    public History fit(Batches train, @Nullable Batches validation, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs " + epochs + ": must be at least 1");
        }
        SequencedMap<String, Batches> sets = new LinkedHashMap<>();
        if (validation != null) {
            sets.put("validation", validation);
        }
        sets.putAll(watched);
        DataFit.require("fit", model, loss, train.data());
        sets.forEach((name, set) -> DataFit.require("fit: " + name, model, loss, set.data()));
        if (!model.isInitialized()) {
            if (device == null) {
                throw new IllegalStateException("fit: the model has no device; call on(device) first");
            }
            model.initialize(device, seed);
        }
        Batches ordered = shuffle && train.seed() == null ? train.shuffled(seed) : train;
        Device used = model.parameters().device();
        try (TrainingRun run = used.allOrNothing(() -> new TrainingRun(this, ordered, sets, epochs))) {
            return run.run();
        }
    }
}
