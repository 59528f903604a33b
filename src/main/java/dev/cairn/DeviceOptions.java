package dev.cairn;

import dev.cairn.backend.Precision;

/**
 * How a device is opened.
 *
 * @param threads     how many threads the CPU backend computes with, the caller's included
 * @param precision   of matrix products; a backend that does not have it refuses to open
 * @param deviceIndex which CUDA card, counted from 0 as the driver does; other backends have no use for it
 */
public record DeviceOptions(int threads, Precision precision, int deviceIndex) {
    public DeviceOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + ": must be at least 1");
        }
        if (deviceIndex < 0) {
            throw new IllegalArgumentException("device index " + deviceIndex + ": cards count from 0");
        }
    }

    /** As many threads as the machine has processors, FP32, card 0. */
    public static DeviceOptions defaults() {
        return new DeviceOptions(Runtime.getRuntime().availableProcessors(), Precision.FP32, 0);
    }

    /** These options with another number of threads. */
    public DeviceOptions withThreads(int count) {
        return new DeviceOptions(count, precision, deviceIndex);
    }

    /** These options with another precision of matrix products. */
    public DeviceOptions withPrecision(Precision other) {
        return new DeviceOptions(threads, other, deviceIndex);
    }

    /** These options with another CUDA card. */
    public DeviceOptions withDeviceIndex(int index) {
        return new DeviceOptions(threads, precision, index);
    }
}
