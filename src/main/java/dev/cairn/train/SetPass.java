package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Loss;
import dev.cairn.metrics.Predictions;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import org.jspecify.annotations.Nullable;

/**
 * A model's outputs and mean loss over a whole set. They stay on the device until the last batch is done and come in one
 * read; batches are replayed where they repeat.
 */
final class SetPass implements AutoCloseable {
    private final Layer model;
    private final Loss loss;
    private final BatchLoader set;
    private final ArrayDataset data;
    private final Device device;
    private final int width;
    private final Tensor results;
    private final Buffer outputs;
    private final Buffer meanLoss;
    private final Tensor counterAndStatus;
    private final ReplayedBatches batches;
    private final float[] values;
    private long epoch;

    /** @param replay what the user said of replays, or null */
    SetPass(Layer model, Loss loss, BatchLoader set, @Nullable Boolean replay) {
        this.model = model;
        this.loss = loss;
        this.set = set;
        data = set.batches().data();
        device = model.parameters().device();
        width = model.outputShape(data.sampleShape()).elements();
        int count = Shape.of(data.size(), width).elements();
        results = device.lasting("outputs and mean loss", Shape.of(count + 1), ElementType.REAL);
        outputs = results.buffer().slice(0, count);
        meanLoss = results.buffer().slice(count, 1);
        counterAndStatus = device.lasting("status", Shape.of(3), ElementType.INT32);
        device.ops().fill(0, counterAndStatus.buffer());
        values = new float[count + 1];
        batches = new ReplayedBatches("the evaluation of a batch", device, set, this::compute, () -> {
        }, ReplayObstacle.of(model, loss, replay));
    }

    /** Goes through the set, and waits until all is computed. */
    void run() {
        device.ops().fill(0, meanLoss);
        for (int i = 0; i < set.count(); i++) {
            batches.run(epoch, i);
        }
        epoch++;
        device.ops().download(results.buffer(), values);
    }

    private void compute() {
        Batch next = set.load();
        Ops ops = device.ops();
        Buffer numbers = counterAndStatus.buffer();
        try (Scope _ = device.noGrad()) {
            Tensor output = model.forward(next.x(), Mode.EVAL);
            ops.scatter(output.buffer(), set.rows().buffer().slice(0, next.size()), outputs);
            ops.recordLoss(next.size() / (double) data.size(), loss.apply(output, next.y()).buffer(),
                    numbers.slice(0, 2), meanLoss, numbers.slice(2, 1));
        }
    }

    /** The mean loss of a sample in the last run. */
    double meanLoss() {
        return values[values.length - 1];
    }

    /** The outputs of the last run, in the order of the data set; the next run overwrites them. */
    Predictions predictions() {
        if (data.targetWidth() > 0) {
            return Predictions.ofValues(values, width, data.targets(), data.size());
        }
        return width == 1
                ? Predictions.ofBinary(values, loss instanceof BinaryCrossEntropy ? 0 : 0.5f, data.labels(),
                        data.size())
                : Predictions.ofClasses(values, width, data.labels(), data.size());
    }

    @Override
    public void close() {
        batches.close();
        if (device.isOpen()) {
            device.release(results);
            device.release(counterAndStatus);
        }
    }
}
