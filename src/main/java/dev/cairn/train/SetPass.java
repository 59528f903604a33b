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
 * A model's outputs and mean loss over a whole set. They stay on the device until the last batch is done, so that the host
 * waits twice a set; all batches but the last, smaller one are replayed where they repeat.
 */
final class SetPass implements AutoCloseable {
    private final Layer model;
    private final Loss loss;
    private final BatchLoader set;
    private final ArrayDataset data;
    private final Device device;
    private final int width;
    private final Tensor outputs;
    private final Tensor meanLoss;
    private final Tensor counterAndStatus;
    private final Repeated batch;
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
        outputs = device.lasting("outputs", Shape.of(data.size(), width), ElementType.REAL);
        meanLoss = device.lasting("mean loss", Shape.of(1), ElementType.REAL);
        counterAndStatus = device.lasting("status", Shape.of(3), ElementType.INT32);
        device.ops().fill(0, counterAndStatus.buffer());
        values = new float[outputs.shape().elements()];
        batch = new Repeated("the evaluation of a batch", device, this::compute, () -> {
        }, Repetition.obstacle(model, loss, set.batches(), replay));
    }

    /** Goes through the set; the mean loss of a sample. */
    double run() {
        meanLoss.fill(0);
        for (int i = 0; i < set.count(); i++) {
            set.seek(epoch, i);
            if (set.batches().size(i) == set.batches().size()) {
                batch.run();
            } else {
                compute();
            }
        }
        epoch++;
        return meanLoss.item();
    }

    private void compute() {
        Batch next = set.load();
        Ops ops = device.ops();
        Buffer numbers = counterAndStatus.buffer();
        try (Scope _ = device.noGrad()) {
            Tensor output = model.forward(next.x(), Mode.EVAL);
            ops.scatter(output.buffer(), set.rows().buffer().slice(0, next.size()), outputs.buffer());
            ops.recordLoss(next.size() / (double) data.size(), loss.apply(output, next.y()).buffer(),
                    numbers.slice(0, 2), meanLoss.buffer(), numbers.slice(2, 1));
        }
    }

    /** The outputs of the last run, in the order of the data set; the next run overwrites them. */
    Predictions predictions() {
        device.ops().download(outputs.buffer(), values);
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
        batch.close();
        if (device.isOpen()) {
            device.release(outputs);
            device.release(meanLoss);
            device.release(counterAndStatus);
        }
    }
}
