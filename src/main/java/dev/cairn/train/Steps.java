package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Parameters;
import dev.cairn.optim.Optimizer;

/** The steps of a run, replayed where they repeat. */
final class Steps implements AutoCloseable {
    private final Trainer settings;
    private final BatchLoader train;
    private final Device device;
    private final Optimizer optimizer;
    private final double samplesOfSet;
    private final ReplayedBatches steps;

    Steps(Trainer settings, BatchLoader train) {
        this.settings = settings;
        this.train = train;
        Parameters parameters = settings.model.parameters();
        device = parameters.device();
        optimizer = settings.optimizer;
        samplesOfSet = train.batches().data().size();
        steps = new ReplayedBatches("the training step", device, train, this::compute, parameters::abandonStep,
                ReplayObstacle.of(settings.model, settings.loss, settings.replay));
    }

    /** Does the step of a batch of an epoch, both counted from 0; the number of its samples. */
    int step(long epoch, int batch) {
        if (optimizer.settingsChanged()) {
            steps.forget();
        }
        return steps.run(epoch, batch);
    }

    private void compute() {
        Batch batch = train.load();
        try (Scope _ = device.training()) {
            Tensor output = settings.model.forward(batch.x(), Mode.TRAIN);
            Tensor loss = settings.loss.apply(output, batch.y());
            loss.backward();
            double weight = batch.size() / samplesOfSet; // a mean cannot overflow, a sum can
            optimizer.losses().record(loss, weight, output, batch.y());
            optimizer.step();
        }
    }

    @Override
    public void close() {
        steps.close();
    }
}
