package dev.cairn.bench;

/** Something on a device that can be timed. */
@FunctionalInterface
public interface Repeatable {
    /** Does it so many times and returns once the device is done. */
    void run(int times);
}
