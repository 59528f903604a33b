package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Metric;
import dev.cairn.metrics.Predictions;
import dev.cairn.metrics.Regression;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Runs a model over a data set in {@link Mode#EVAL} and counts how it does. */
public final class Evaluator {
    private static final int TOP = 5;

    private final Layer model;
    private final Loss loss;

    public Evaluator(Layer model, Loss loss) {
        this.model = model;
        this.loss = loss;
    }

    /** Everything there is to say about a model on a data set, which goes to the model's device for it and back. */
    public Evaluation evaluate(Batches set) {
        return evaluate(set, _ -> {
        });
    }

    /** As {@link #evaluate(Batches)}, with the predictions passed on as by {@link #evaluate(BatchLoader, Consumer)}. */
    public Evaluation evaluate(Batches set, Consumer<Predictions> alsoTo) {
        try (BatchLoader loader = set.on(model.parameters().device())) {
            return evaluate(loader, alsoTo);
        }
    }

    /**
     * Everything there is to say about a model on a data set.
     *
     * @throws IllegalArgumentException if the network does not fit the data set
     */
    public Evaluation evaluate(BatchLoader set) {
        return evaluate(set, _ -> {
        });
    }

    /**
     * As {@link #evaluate(BatchLoader)}, with every batch's predictions passed on as they are counted, in the order of the
     * data set. They are overwritten by those of the next batch.
     */
    public Evaluation evaluate(BatchLoader set, Consumer<Predictions> alsoTo) {
        ArrayDataset data = set.batches().data();
        DataFit.require("evaluate", model, loss, data);
        Evaluation.Tally tally = data.targetWidth() == 0
                ? new Classification.Tally(classNames(data), TOP)
                : new Regression.Tally();
        return tally.result(run(set, batch -> {
            tally.update(batch);
            alsoTo.accept(batch);
        }));
    }

    /** A name for every output: a number where the data set has fewer classes than the network tells apart. */
    private List<String> classNames(ArrayDataset data) {
        int outputs = model.outputShape(data.sampleShape()).elements();
        List<String> names = new ArrayList<>(data.classNames());
        while (names.size() < Math.max(2, outputs)) {
            names.add(Integer.toString(names.size()));
        }
        return names;
    }

    /** The loss and the metrics of a data set, added to the figures under {@code NAME_loss}, {@code NAME_accuracy}, ... */
    void measure(String name, BatchLoader set, List<Metric> metrics, SequencedMap<String, Double> figures) {
        metrics.forEach(Metric::reset);
        figures.put(name + "_loss", run(set, batch -> metrics.forEach(metric -> metric.update(batch))));
        metrics.forEach(metric -> figures.put(name + "_" + metric.name(), metric.value()));
    }

    /** Passes the predictions for every batch on; the mean loss of a sample. */
    private double run(BatchLoader set, Consumer<Predictions> consumer) {
        ArrayDataset data = set.batches().data();
        Device device = model.parameters().device();
        HostArrays arrays = new HostArrays();
        double total = 0;
        for (Batch batch : set) {
            try (Scope _ = device.noGrad()) {
                Tensor output = model.forward(batch.x(), Mode.EVAL);
                total += loss.apply(output, batch.y()).item() * batch.size();
                consumer.accept(arrays.predictions(output, batch, data));
            }
        }
        return total / data.size();
    }

    /** Arrays for a batch's outputs and answers, kept from batch to batch. */
    private final class HostArrays {
        private float[] outputs = {};
        private float[] targets = {};
        private int[] labels = {};

        Predictions predictions(Tensor output, Batch batch, ArrayDataset data) {
            Device device = output.device();
            int elements = output.shape().elements();
            outputs = outputs.length < elements ? new float[elements] : outputs;
            device.ops().download(output.buffer(), outputs);
            int width = output.shape().columns();
            if (data.targetWidth() > 0) {
                targets = targets.length < elements ? new float[elements] : targets;
                device.ops().download(batch.y().buffer(), targets);
                return Predictions.ofValues(outputs, width, targets, batch.size());
            }
            labels = labels.length < batch.size() ? new int[batch.size()] : labels;
            device.ops().download(batch.y().buffer(), labels);
            return width == 1
                    ? Predictions.ofBinary(outputs, loss instanceof BinaryCrossEntropy ? 0 : 0.5f, labels, batch.size())
                    : Predictions.ofClasses(outputs, width, labels, batch.size());
        }
    }
}
