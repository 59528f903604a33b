package dev.cairn.backend;

/**
 * In which order samples come in batches, epoch after epoch. Batch b of all is number b mod {@code batches} of epoch
 * b / {@code batches} and begins at place (b mod batches) · {@code size} of the epoch's order.
 *
 * @param samples  of the data set, at least 1
 * @param batches  of an epoch
 * @param size     samples a batch but for the last
 * @param shuffled whether each epoch has the order of a {@link Permutation} of its own, else that of the data set
 * @param seed     of the permutations
 */
public record BatchOrder(int samples, int batches, int size, boolean shuffled, long seed) {
    /** The number of samples in a batch of an epoch, counted from 0. */
    public int size(int batch) {
        return batch == batches - 1 ? samples - batch * size : size;
    }

    /** The epoch of the batch that {@link Ops#nextBatch} chose before its counter came to stand here. */
    public long epochBefore(long counter) {
        return (counter - 1) / batches;
    }

    /**
     * Writes the numbers of a batch's samples, for backends whose integers are arrays.
     *
     * @param batch       counted over all epochs
     * @param permutation of as many samples
     */
    public void write(long batch, Permutation permutation, int[] rows, int offset, int count) {
        int first = (int) (batch % batches) * size;
        if (shuffled) {
            permutation.order(seed, batch / batches);
        }
        for (int i = 0; i < count; i++) {
            rows[offset + i] = shuffled ? permutation.at(first + i) : first + i;
        }
    }
}
