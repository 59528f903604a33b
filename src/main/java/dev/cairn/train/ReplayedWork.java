package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Recording;
import dev.cairn.UnrecordableException;
import dev.cairn.backend.DeviceException;
import org.jspecify.annotations.Nullable;

/** Work that is computed as it is written the first time, recorded the second, and replayed from then on. */
final class ReplayedWork implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cairn.train");

    private final String what;
    private final Device device;
    private final Runnable work;
    private final Runnable undo;
    private boolean repeats;
    private boolean computedBefore;
    private @Nullable Recording recording;

    /**
     * @param what     what the work is called in the log
     * @param undo     takes back what a recording that was broken off has changed on the host
     * @param obstacle why the work is never recorded, or null
     */
    ReplayedWork(String what, Device device, Runnable work, Runnable undo, @Nullable String obstacle) {
        this.what = what;
        this.device = device;
        this.work = work;
        this.undo = undo;
        repeats = obstacle == null;
        if (obstacle != null) {
            explain(obstacle);
        }
    }

    private void explain(@Nullable String obstacle) {
        LOG.log(System.Logger.Level.DEBUG, "{0} is not recorded: {1}", what, obstacle);
    }

    void run() {
        if (recording != null && recording.isClosed()) {
            giveUp("the memory of its recording was needed");
        } else if (recording != null && recording.whyNot().isPresent()) {
            forget();
        }
        if (recording == null && repeats && computedBefore) {
            record();
        }
        if (recording != null) {
            recording.replay();
        } else {
            work.run();
            computedBefore = true;
        }
    }

    private void record() {
        try {
            recording = device.recordIfRoom(work);
            LOG.log(System.Logger.Level.DEBUG, "{0} is recorded: {1}", what, recording);
        } catch (UnrecordableException | DeviceException e) {
            // Of a device that is lost the work itself says so too; where memory was short, it needs less than a recording.
            undo.run();
            giveUp(e.getMessage());
        }
    }

    private void giveUp(@Nullable String obstacle) {
        recording = null;
        repeats = false;
        explain(obstacle);
    }

    /** What was recorded is out of date: the next time the work is computed as it is written. */
    void forget() {
        if (recording != null) {
            recording.close();
            recording = null;
        }
        computedBefore = false;
    }

    @Override
    public void close() {
        forget();
    }
}
