package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.metrics.Accuracy;
import dev.cairn.metrics.Goal;
import dev.cairn.metrics.Metric;
import dev.cairn.metrics.Predictions;
import dev.cairn.metrics.RootMeanSquaredError;
import dev.cairn.nn.Parameters;
import dev.cairn.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of {@link Trainer#fit}: its data on the device, and how far it is. */
final class TrainingRun implements AutoCloseable {
    /** A non-finite loss is noticed after at most this many steps. To look means to wait, and on a GPU steps are short. */
    private static final int STEPS_BETWEEN_LOOKS = 64;
    private static final int STEPS_BETWEEN_LOOKS_OF_A_GPU = 1024;
    private static final String VALIDATION_LOSS = "validation_loss";

    private final Trainer settings;
    private final Device device;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final BatchLoader train;
    private final Steps steps;
    private final List<BatchLoader> loaders = new ArrayList<>();
    private final SequencedMap<String, SetPass> sets = new LinkedHashMap<>();
    private final List<Metric> metrics = new ArrayList<>();
    private final @Nullable Tensor hits;
    private final @Nullable BestModel best;
    private final int epochs;
    private final int samplesOfSet;
    private final long firstStep;
    private final long start = System.nanoTime();
    private History history = History.empty();
    private long step;
    private long samples;
    private double learningRate;
    private long samplesSinceRow;
    private double lossOfEpoch;
    private long samplesOfEpoch;

    TrainingRun(Trainer settings, Batches trainBatches, SequencedMap<String, Batches> evaluated, int epochs) {
        this.settings = settings;
        this.epochs = epochs;
        parameters = settings.model.parameters();
        device = parameters.device();
        optimizer = settings.optimizer;
        ArrayDataset data = trainBatches.data();
        samplesOfSet = data.size();
        boolean labelled = data.targetWidth() == 0;
        boolean countsHits = labelled && settings.model.outputShape(data.sampleShape()).elements() > 1;
        metrics.add(labelled ? new Accuracy() : new RootMeanSquaredError());
        metrics.addAll(settings.metrics);
        requireFigures(columns(countsHits, evaluated.keySet()));
        firstStep = parameters.step();
        train = trainBatches.on(device);
        evaluated.forEach((name, batches) -> sets.put(name, pass(batches)));
        hits = countsHits ? device.lasting("hits", Shape.of(1), ElementType.INT32) : null;
        steps = new Steps(settings, train, hits);
        best = settings.restoreBest ? bestModel() : null;
        // Last, since it outlives the run: nothing after it can fail.
        optimizer.bind(parameters);
    }

    private SetPass pass(Batches batches) {
        BatchLoader loader = batches.on(device);
        loaders.add(loader);
        return new SetPass(settings.model, settings.loss, loader, settings.replay);
    }

    /** The figures that an evaluation will have. */
    private List<String> columns(boolean countsHits, Set<String> evaluated) {
        List<String> columns = new ArrayList<>(List.of("train_loss"));
        if (countsHits) {
            columns.add("train_accuracy");
        }
        for (String name : evaluated) {
            columns.add(name + "_loss");
            metrics.forEach(metric -> columns.add(name + "_" + metric.name()));
        }
        return columns;
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
        int looks = device.backend() == Backend.CUDA ? STEPS_BETWEEN_LOOKS_OF_A_GPU : STEPS_BETWEEN_LOOKS;
        long evaluations = 0;
        lossOfEpoch = 0;
        samplesOfEpoch = 0;
        resetRow();
        for (int done = 1; done <= count; done++) {
            step(epoch, done - 1);
            long due = (long) done * settings.evaluationsPerEpoch / count;
            boolean evaluate = due > evaluations;
            if (evaluate) {
                evaluations = due;
                evaluate();
                if (settings.stops(history)) {
                    return false;
                }
            } else if (step % looks == 0) {
                checkFinite();
            }
        }
        optimizer.endEpoch(lossOfEpoch / samplesOfEpoch);
        return true;
    }

    private void step(int epoch, int batch) {
        learningRate = optimizer.learningRate();
        int size = steps.step(epoch, batch);
        step++;
        samples += size;
        samplesSinceRow += size;
        for (TrainingListener listener : settings.listeners) {
            listener.onStep(step, (long) epochs * train.count(), samples);
        }
    }

    private void evaluate() {
        double total = optimizer.losses().takeTotal() * samplesOfSet;
        if (!Double.isFinite(total)) {
            checkFinite();
        }
        lossOfEpoch += total;
        samplesOfEpoch += samplesSinceRow;
        if (settings.recordHistory) {
            SequencedMap<String, Double> figures = new LinkedHashMap<>();
            figures.put("train_loss", total / samplesSinceRow);
            if (hits != null) {
                figures.put("train_accuracy", (double) hits.toInts()[0] / samplesSinceRow);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            sets.forEach((name, set) -> measure(name, set, figures));
            double epoch = (double) step / train.count();
            History.Row row = new History.Row(epoch, step, learningRate, seconds, figures);
            history = history.plus(row);
            if (best != null) {
                best.consider(row);
            }
            settings.listeners.forEach(listener -> listener.onEvaluation(row));
        }
        resetRow();
    }

    private void measure(String name, SetPass set, SequencedMap<String, Double> figures) {
        figures.put(name + "_loss", set.run());
        Predictions predictions = set.predictions();
        for (Metric metric : metrics) {
            metric.reset();
            metric.update(predictions);
            figures.put(name + "_" + metric.name(), metric.value());
        }
    }

    private void resetRow() {
        samplesSinceRow = 0;
        if (hits != null) {
            device.ops().fill(0, hits.buffer());
        }
    }

    private void checkFinite() {
        OptionalInt diverged = optimizer.losses().firstNonFiniteStep();
        if (diverged.isPresent()) {
            long inRun = diverged.getAsInt() - firstStep;
            throw explain(inRun);
        }
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
        sets.values().forEach(SetPass::close);
        loaders.forEach(BatchLoader::close);
        if (hits != null && device.isOpen()) {
            device.release(hits);
        }
        if (best != null) {
            best.close();
        }
    }
}
