package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Predictions;
import dev.cairn.metrics.Regression;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import java.util.ArrayList;
import java.util.List;
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
     * As {@link #evaluate(BatchLoader)}, with the predictions passed on as they are counted, in the order of the data set.
     */
    public Evaluation evaluate(BatchLoader set, Consumer<Predictions> alsoTo) {
        ArrayDataset data = set.batches().data();
        DataFit.require("evaluate", model, loss, data);
        Evaluation.Tally tally = data.targetWidth() == 0
                ? new Classification.Tally(classNames(data), TOP)
                : new Regression.Tally();
        Device device = model.parameters().device();
        try (SetPass pass = device.allOrNothing(() -> new SetPass(model, loss, set, null))) {
            pass.run();
            Predictions predictions = pass.predictions();
            tally.update(predictions);
            alsoTo.accept(predictions);
            return tally.result(pass.meanLoss());
        }
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
}
