package dev.cairn.bench;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;

/**
 * What one measurement is of.
 *
 * @param backend   what computes
 * @param work      what it does
 * @param net       the network
 * @param batch     samples a step
 * @param threads   of the CPU backend, the caller's included
 * @param precision of matrix products
 */
public record Case(Backend backend, Work work, DenseNet net, int batch, int threads, Precision precision) {
    public Case {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("bench: batch " + batch + " and threads " + threads
                    + " must both be at least 1");
        }
    }

    /** Another case of so many samples. */
    Case withBatch(int samples) {
        return new Case(backend, work, net, samples, threads, precision);
    }

    /** The same by the specification. */
    Case byReference() {
        return new Case(Backend.REFERENCE, work, net, batch, 1, Precision.FP32);
    }

    DeviceOptions options() {
        return DeviceOptions.defaults().withThreads(threads).withPrecision(precision);
    }
}
