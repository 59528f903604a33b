package dev.cairn;

/**
 * How a device is opened.
 *
 * @param threads how many threads the CPU backend computes with, the caller's included
 */
public record DeviceOptions(int threads) {
    public DeviceOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + ": must be at least 1");
        }
    }

    /** As many threads as the machine has processors. */
    public static DeviceOptions defaults() {
        return new DeviceOptions(Runtime.getRuntime().availableProcessors());
    }

    /** These options with another number of threads. */
    public DeviceOptions withThreads(int count) {
        return new DeviceOptions(count);
    }
}
