package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;

/** Dropout whose mask is drawn again in the backward pass instead of being kept. */
public final class Dropouts {
    private Dropouts() {
    }

    /**
     * Drops elements with probability {@code rate} and rescales the others by 1 / (1 - rate); the mask is the Philox draw
     * (seed, stream, counter), where the counter is an INT32 pair that must not change before the backward pass.
     */
    public static Tensor dropout(Tensor x, double rate, long seed, int stream, Buffer counter) {
        Operands.requireReal("dropout", x);
        Device device = x.device();
        Tensor y = device.allocate("dropout", x.shape(), ElementType.REAL);
        device.ops().dropout(rate, seed, stream, counter, x.buffer(), false, y.buffer());
        if (Tape.tracks(x, null)) {
            Tape.record(y, dy -> {
                Gradient dx = x.slot();
                device.ops().dropout(rate, seed, stream, counter, dy, dx.accumulates(), dx.target());
            });
        }
        return y;
    }
}
