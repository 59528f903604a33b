package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.data.BatchLoader;
import org.jspecify.annotations.Nullable;

/**
 * Work on the batches of a loader as {@link ReplayedWork}: one program serves all whole batches, a second the last of an epoch
 * where that is smaller.
 */
final class ReplayedBatches implements AutoCloseable {
    private final BatchLoader loader;
    private final ReplayedWork whole;
    private final ReplayedWork last;

    /**
     * @param what     what the work is called in the log
     * @param work     loads a batch and computes with it
     * @param undo     as in {@link ReplayedWork}
     * @param obstacle why the work is never recorded, or null
     */
    ReplayedBatches(String what, Device device, BatchLoader loader, Runnable work, Runnable undo,
            @Nullable String obstacle) {
        this.loader = loader;
        whole = new ReplayedWork(what, device, work, undo, obstacle);
        last = loader.batches().lastSize() == loader.batches().size()
                ? whole
                : new ReplayedWork(what + ", the last of an epoch", device, work, undo, obstacle);
    }

    /** Does the work on a batch of an epoch, both counted from 0; the number of its samples. */
    int run(long epoch, int batch) {
        loader.seek(epoch, batch);
        (batch == loader.count() - 1 ? last : whole).run();
        return loader.batches().size(batch);
    }

    /** What was recorded is out of date. */
    void forget() {
        whole.forget();
        last.forget();
    }

    @Override
    public void close() {
        forget();
    }
}
