package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Recording;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.UnrecordableException;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Parameters;
import dev.cairn.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run. Where they repeat, the first is computed as it is written, the second recorded, and all others are
 * replays; the last, smaller batch of an epoch is always computed as it is written.
 */
final class Steps implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cairn.train");

    private final Trainer settings;
    private final BatchLoader train;
    private final @Nullable Tensor hits;
    private final Parameters parameters;
    private final Device device;
    private final Optimizer optimizer;
    private final double samplesOfSet;
    private boolean repeats;
    private boolean computedBefore;
    private @Nullable Recording recording;

    /** @param hits where right answers are counted; null where there is nothing to count */
    Steps(Trainer settings, BatchLoader train, @Nullable Tensor hits) {
        this.settings = settings;
        this.train = train;
        this.hits = hits;
        parameters = settings.model.parameters();
        device = parameters.device();
        optimizer = settings.optimizer;
        samplesOfSet = train.batches().data().size();
        String obstacle = Repetition.obstacle(settings, train.batches());
        repeats = obstacle == null;
        if (obstacle != null) {
            LOG.log(System.Logger.Level.DEBUG, "the steps are not recorded: {0}", obstacle);
        }
    }

    /** Does the step of a batch of an epoch, both counted from 0; the number of its samples. */
    int step(long epoch, int batch) {
        train.seek(epoch, batch);
        boolean last = batch == train.count() - 1;
        int size = last ? train.batches().lastSize() : train.batches().size();
        if (repeats && size == train.batches().size()) {
            repeat();
        } else {
            compute();
        }
        return size;
    }

    private void repeat() {
        if (recording != null && optimizer.settingsChanged()) {
            forget();
        }
        if (recording == null && computedBefore) {
            record();
        }
        if (recording != null) {
            recording.replay();
        } else {
            compute();
            computedBefore = true;
        }
    }

    private void record() {
        try {
            recording = device.record(this::compute);
            LOG.log(System.Logger.Level.DEBUG, "the steps are replays of {0}", recording);
        } catch (UnrecordableException e) {
            parameters.abandonStep();
            repeats = false;
            LOG.log(System.Logger.Level.DEBUG, "the steps are not recorded: {0}", e.getMessage());
        }
    }

    private void forget() {
        if (recording != null) {
            recording.close();
            recording = null;
        }
        computedBefore = false;
    }

    private void compute() {
        Batch batch = train.load();
        try (Scope _ = device.training()) {
            Tensor output = settings.model.forward(batch.x(), Mode.TRAIN);
            Tensor loss = settings.loss.apply(output, batch.y());
            loss.backward();
            double weight = batch.size() / samplesOfSet; // a mean cannot overflow, a sum can
            if (hits == null) {
                optimizer.losses().record(loss, weight);
            } else {
                optimizer.losses().record(loss, weight, output, batch.y(), hits);
            }
            optimizer.step();
        }
    }

    @Override
    public void close() {
        forget();
    }
}
