package dev.cairn.bench;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;

/**
 * What one measurement is of.
 *
 * @param backend what computes
 * @param work    what it does
 * @param net     the network
 * @param batch   samples a step
 * @param options how the backend is opened
 * @param replay  whether the step is recorded once and replayed, as the trainer does; else each is computed as it is written
 */
public record Case(Backend backend, Work work, DenseNet net, int batch, DeviceOptions options, boolean replay) {
    public Case {
        if (batch < 1) {
            throw new IllegalArgumentException("bench: batch " + batch + " must be at least 1");
        }
    }

    /** Another case of so many samples. */
    Case withBatch(int samples) {
        return new Case(backend, work, net, samples, options, replay);
    }

    /** The same with steps that are replayed, or not. */
    public Case withReplay(boolean whether) {
        return new Case(backend, work, net, batch, options, whether);
    }

    /** The same on another backend, which computes in FP32. */
    public Case on(Backend other) {
        return new Case(other, work, net, batch, options.withPrecision(Precision.FP32), replay);
    }

    /** Of matrix products. */
    Precision precision() {
        return options.precision();
    }
}
