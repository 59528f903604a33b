package dev.cairn;

/**
 * What a device's memory pool holds at one moment.
 *
 * @param usedBytes     in blocks of live tensors, gradients and scratch
 * @param peakBytes     the largest {@code usedBytes} so far
 * @param reservedBytes in all blocks taken from the machine, idle ones included
 * @param liveTensors   tensors whose scope is open; views and parameters are not counted
 * @param allocations   blocks ever taken from the machine; in steady training this stands still
 */
public record MemoryUse(long usedBytes, long peakBytes, long reservedBytes, int liveTensors, long allocations) {
}
