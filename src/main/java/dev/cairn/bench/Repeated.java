package dev.cairn.bench;

import dev.cairn.Device;
import dev.cairn.Recording;
import org.jspecify.annotations.Nullable;

/**
 * What a device does again and again: the first time as it is written, and from then on, where that is wanted, as a replay. The
 * trainer computes what cannot be recorded as it is written; here that is an error, since no figure may be of something else.
 */
final class Repeated {
    private final Device device;
    private final boolean replay;
    private final Runnable body;
    private boolean done;
    private @Nullable Recording recording;

    /** The recording lasts until the device is closed. */
    Repeated(Device device, boolean replay, Runnable body) {
        this.device = device;
        this.replay = replay;
        this.body = body;
    }

    void once() {
        if (recording != null) {
            recording.replay();
            return;
        }
        if (replay && done) {
            recording = device.record(body);
            recording.replay();
        } else {
            body.run();
            done = true;
        }
    }
}
