package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.Profile;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.optim.Optimizer;
import java.util.Iterator;

/**
 * Steps of training, one after another as often as asked: what a trainer does, without evaluations. All are of the same
 * size: the samples that are left over at the end of an epoch are passed by.
 */
final class TrainingSteps {
    private static final long WARM_UP_NANOSECONDS = 500_000_000;

    private final Layer model;
    private final Loss loss;
    private final Optimizer optimizer;
    private final BatchLoader loader;
    private final Device device;
    private Iterator<Batch> batches;
    private int left;

    /** @param optimizer bound to the model's parameters */
    TrainingSteps(Layer model, Loss loss, Optimizer optimizer, BatchLoader loader) {
        this.model = model;
        this.loss = loss;
        this.optimizer = optimizer;
        this.loader = loader;
        device = model.parameters().device();
        batches = startEpoch();
    }

    private Iterator<Batch> startEpoch() {
        left = loader.batches().data().size() / loader.batches().size();
        return loader.iterator();
    }

    /** Half a second of steps as they are, and half a second of profiled ones. */
    void warmUp() {
        runAWhile();
        device.profile(this::runAWhile);
    }

    private void runAWhile() {
        long start = System.nanoTime();
        do {
            run(1);
            device.ops().synchronize();
        } while (System.nanoTime() - start < WARM_UP_NANOSECONDS);
    }

    /** The time of so many steps, the last one's work on the device included; they begin with a new epoch. */
    double microseconds(int steps) {
        batches = startEpoch();
        device.ops().synchronize();
        long start = System.nanoTime();
        run(steps);
        device.ops().synchronize();
        return (System.nanoTime() - start) * 1e-3;
    }

    /** The profile of so many steps, which begin with a new epoch. */
    Profile profile(int steps) {
        batches = startEpoch();
        return device.profile(() -> run(steps));
    }

    private void run(int steps) {
        for (int step = 0; step < steps; step++) {
            if (left == 0) {
                batches = startEpoch();
            }
            left--;
            Batch batch = batches.next();
            try (Scope _ = device.training()) {
                Tensor output = model.forward(batch.x(), Mode.TRAIN);
                Tensor value = loss.apply(output, batch.y());
                value.backward();
                optimizer.losses().record(value, 1, output, batch.y());
                optimizer.step();
            }
        }
    }
}
