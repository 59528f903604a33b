package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batches;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Schedules;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run of the trainer in which everything changes from step to step that can. */
final class WholeRun {
    /** What there is in it. */
    static final String WHAT = "a run with shuffled images, a short last batch, dropout, Adam, a schedule and evaluations";

    private static final int EPOCHS = 3;
    private static final int BATCH = 128;
    private static final int HIDDEN = 64;

    private final ArrayDataset images;

    /** @param count of generated house numbers, no multiple of {@value #BATCH} */
    WholeRun(int count) {
        images = HouseNumbers.generate(count, 1).grey();
    }

    /**
     * What it comes to.
     *
     * @param figures of each epoch
     * @param weights and biases in the end
     */
    record Outcome(List<List<Double>> figures, List<Float> weights) {
        /** The first figure of each epoch, which is its loss. */
        double[] losses() {
            return figures.stream().mapToDouble(List::getFirst).toArray();
        }
    }

    /** From the same first weights, on the same batches. */
    Outcome on(Backend backend, Precision precision, boolean replay) {
        try (Device device = Device.require(backend, DeviceOptions.defaults().withPrecision(precision))) {
            Layer model = new Sequential(new Dense(images.sampleShape().elements(), HIDDEN), new Relu(),
                    new Dropout(0.3), new Dense(HIDDEN, images.classNames().size()));
            Batches batches = images.batches(BATCH).normalised(Scaling.standard().fit(images));
            History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(1e-3)).on(device).seed(1)
                    .replay(replay).schedule(Schedules.parse("warmup:1:cosine"))
                    .fit(batches, images.take(BATCH + 1).batches(BATCH).normalised(batches.normalisation()), EPOCHS);
            float[] weights = model.parameters().all().toArray();
            Float[] boxed = new Float[weights.length];
            Arrays.setAll(boxed, i -> weights[i]);
            List<List<Double>> figures = new ArrayList<>();
            history.rows().forEach(row -> figures.add(List.copyOf(row.values().values())));
            return new Outcome(figures, List.of(boxed));
        }
    }
}
