package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.metrics.Accuracy;
import dev.cairn.metrics.Goal;
import dev.cairn.metrics.Metric;
import dev.cairn.metrics.RootMeanSquaredError;
import dev.cairn.nn.Parameters;
import dev.cairn.optim.LossMonitor;
import dev.cairn.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** One call of {@link Trainer#fit}: its data on the device, and how far it is. */
final class TrainingRun implements AutoCloseable {
    /** A non-finite loss is noticed after at most this many steps. To look means to wait, and on a GPU steps are short. */
    private static final int STEPS_BETWEEN_LOOKS = 64;
    private static final int STEPS_BETWEEN_LOOKS_OF_A_GPU = 1024;
    private static final String VALIDATION_LOSS = "validation_loss";

    private final Trainer settings;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final BatchLoader train;
    private final Steps steps;
    private final EvaluatedSets sets;
    private final @Nullable BestModel best;
    private final boolean countsHits;
    private final int epochs;
    private final int mostUnread;
    private final long firstStep;
    private final long start = System.nanoTime();
    private History history = History.empty();
    private long step;
    private long samples;
    private double learningRate;
    private int unread;
    private Totals sinceRow = new Totals();
    private Totals sinceEpoch = new Totals();

    /** What some steps came to, as far as it was read from the device. */
    private static final class Totals {
        private long samples;
        private double loss;
        private long hits;

        void add(LossMonitor.Sums read, int samplesOfSet) {
            loss += read.loss() * samplesOfSet;
            hits += read.hits();
        }

        double meanLoss() {
            return loss / samples;
        }
    }

    TrainingRun(Trainer settings, Batches trainBatches, SequencedMap<String, Batches> evaluated, int epochs) {
        this.settings = settings;
        this.epochs = epochs;
        parameters = settings.model.parameters();
        optimizer = settings.optimizer;
        ArrayDataset data = trainBatches.data();
        boolean labelled = data.targetWidth() == 0;
        countsHits = labelled && settings.model.outputShape(data.sampleShape()).elements() > 1;
        List<Metric> metrics = new ArrayList<>();
        metrics.add(labelled ? new Accuracy() : new RootMeanSquaredError());
        metrics.addAll(settings.metrics);
        List<String> columns = new ArrayList<>(
                countsHits ? List.of("train_loss", "train_accuracy") : List.of("train_loss"));
        columns.addAll(EvaluatedSets.columns(evaluated.keySet(), metrics));
        requireFigures(columns);
        firstStep = parameters.step();
        Device device = parameters.device();
        int looks = device.backend() == Backend.CUDA ? STEPS_BETWEEN_LOOKS_OF_A_GPU : STEPS_BETWEEN_LOOKS;
        int largestBatch = Math.max(trainBatches.size(), trainBatches.lastSize());
        mostUnread = Math.clamp(LossMonitor.MOST_ROWS / largestBatch, 1, looks);
        train = trainBatches.on(device);
        sets = new EvaluatedSets(settings, device, metrics, evaluated);
        steps = new Steps(settings, train);
        best = settings.restoreBest ? bestModel() : null;
        // Last, since it outlives the run: nothing after it can fail.
        optimizer.bind(parameters);
    }

    /** Whoever stops early or wants the best model goes by a figure, which must be measured. */
    private void requireFigures(List<String> columns) {
        EarlyStopping rule = settings.earlyStopping;
        if (rule == null && !settings.restoreBest) {
            return;
        }
        String what = rule == null ? "restore the best model" : "early stopping";
        if (!settings.recordHistory) {
            throw new IllegalArgumentException("fit: " + what + ": needs the history; leave out recordHistory(false)");
        }
        if (rule == null && !columns.contains(VALIDATION_LOSS)) {
            throw new IllegalArgumentException(
                    "fit: " + what + ": there is no validation set to tell which is best; pass one to fit");
        }
        if (rule != null && !columns.contains(rule.column())) {
            throw new IllegalArgumentException(
                    "fit: " + what + ": no figure is called '" + rule.column() + "', there are " + columns);
        }
    }

    private BestModel bestModel() {
        EarlyStopping rule = settings.earlyStopping;
        return rule == null
                ? new BestModel(parameters, VALIDATION_LOSS, Goal.MINIMIZE)
                : new BestModel(parameters, rule.column(), rule.goal());
    }

    History run() {
        optimizer.losses().reset();
        optimizer.schedule(settings.schedule, train.count(), epochs);
        boolean goOn = true;
        for (int epoch = 0; epoch < epochs && goOn; epoch++) {
            goOn = epoch(epoch);
        }
        if (best != null) {
            best.restore();
        }
        return history;
    }

    /** Whether training goes on afterwards. */
    private boolean epoch(int epoch) {
        int count = train.count();
        long evaluations = 0;
        sinceEpoch = new Totals();
        for (int done = 1; done <= count; done++) {
            step(epoch, done - 1);
            long due = (long) done * settings.evaluationsPerEpoch / count;
            if (due > evaluations) {
                evaluations = due;
                evaluate();
                if (settings.stops(history)) {
                    return false;
                }
            } else if (unread == mostUnread) {
                read();
            }
        }
        optimizer.endEpoch(sinceEpoch.meanLoss());
        return true;
    }

    private void step(int epoch, int batch) {
        learningRate = optimizer.learningRate();
        int size = steps.step(epoch, batch);
        step++;
        unread++;
        samples += size;
        sinceRow.samples += size;
        sinceEpoch.samples += size;
        for (TrainingListener listener : settings.listeners) {
            listener.onStep(step, (long) epochs * train.count(), samples);
        }
    }

    /** Waits for the steps so far. A loss that is not finite makes their sum so. */
    private void read() {
        LossMonitor.Sums read = optimizer.losses().take();
        unread = 0;
        if (!Double.isFinite(read.loss())) {
            optimizer.losses().firstNonFiniteStep().ifPresent(diverged -> {
                throw explain(diverged - firstStep);
            });
        }
        int samplesOfSet = train.batches().data().size();
        sinceRow.add(read, samplesOfSet);
        sinceEpoch.add(read, samplesOfSet);
    }

    private void evaluate() {
        read();
        if (settings.recordHistory) {
            SequencedMap<String, Double> figures = new LinkedHashMap<>();
            figures.put("train_loss", sinceRow.meanLoss());
            if (countsHits) {
                figures.put("train_accuracy", (double) sinceRow.hits / sinceRow.samples);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            sets.measure(figures);
            double epoch = (double) step / train.count();
            History.Row row = new History.Row(epoch, step, learningRate, seconds, figures);
            history = history.plus(row);
            if (best != null) {
                best.consider(row);
            }
            settings.listeners.forEach(listener -> listener.onEvaluation(row));
        }
        sinceRow = new Totals();
    }

    /** Goes back to a step of this run and says what happened there. */
    private DivergedException explain(long inRun) {
        parameters.advanceTo(firstStep + inRun);
        double rate = optimizer.learningRate();
        train.seek(inRun / train.count(), (int) (inRun % train.count()));
        Batch batch = train.load();
        return new Divergence(settings.model, settings.loss)
                .explain(inRun + 1, (double) inRun / train.count(), rate, batch);
    }

    @Override
    public void close() {
        steps.close();
        train.close();
        sets.close();
        if (best != null) {
            best.close();
        }
    }
}
