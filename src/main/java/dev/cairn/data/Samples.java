package dev.cairn.data;

import dev.cairn.backend.Buffer;

/** Where a loader finds the samples of its batches: one kind for data sets on the device, one for those on the host. */
interface Samples extends AutoCloseable {
    /**
     * Chooses the samples of the next batch, and brings what is to be predicted for them into it.
     *
     * @param position of the batch, as {@link dev.cairn.backend.Ops#nextBatch} has it
     * @param chosen   becomes their numbers
     */
    void next(Buffer position, Buffer chosen, Batch batch);

    /** The values that a batch is gathered from, as they are stored. */
    Buffer features();

    /** Which rows of {@link #features} the samples of the batch are. */
    Buffer places(Buffer chosen);

    /** Gives back what is not memory of the device. */
    @Override
    void close();
}
