package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.backend.BatchOrder;
import org.jspecify.annotations.Nullable;

/**
 * How a data set is cut into batches: size, order, normalisation, augmentation. Settings return new objects;
 * {@link #on} puts the data on a device.
 *
 * @param data          the samples
 * @param size          samples a batch; the last of an epoch may have fewer, and a sample that would be left alone, of which
 *                      no variance can be had, joins the batch before
 * @param normalisation from stored values to a network's input
 * @param seed          of the order and the augmentation, or null for the order of the data set
 * @param augmentation  random changes to every image, or null
 * @param streaming     as {@link #streamed} has it, or null to go by the device's free memory
 */
public record Batches(ArrayDataset data, int size, Normalisation normalisation, @Nullable Long seed,
        @Nullable Augmentation augmentation, @Nullable Boolean streaming) {
    private static final System.Logger LOG = System.getLogger("dev.cairn.data");
    /** What a data set may take of a device's free memory before it is streamed: training and other sets need room too. */
    private static final double MOST_OF_FREE_MEMORY = 0.5;

    public Batches {
        if (size < 1 || size > data.size()) {
            throw new IllegalArgumentException("batch size " + size + ": must be at least 1 and at most the "
                    + data.size() + " samples of " + data.name());
        }
        normalisation.requireFits(data.sampleShape().elements());
        if (augmentation != null && !data.isBytes()) {
            throw new IllegalArgumentException("augmentation: " + data.name() + " holds numbers, not 8-bit images");
        }
        if (augmentation != null) {
            augmentation.requireFits(data.sampleShape());
        }
    }

    /** Batches in the order of the data set, values as they are stored. */
    public static Batches of(Dataset data, int size) {
        return new Batches(ArrayDataset.copyOf(data), size, Normalisation.identity(), null, null, null);
    }

    /** These batches with values normalised by a scaling that was fitted on a training set. */
    public Batches normalised(Normalisation by) {
        return new Batches(data, size, by, seed, augmentation, streaming);
    }

    /** These batches in a new random order each epoch. */
    public Batches shuffled(long by) {
        return new Batches(data, size, normalisation, by, augmentation, streaming);
    }

    /** These batches with random changes to each image in each epoch; they are shuffled too. */
    public Batches augmented(Augmentation by, long randomSeed) {
        return new Batches(data, size, normalisation, randomSeed, by, streaming);
    }

    /**
     * These batches from samples that stay in the host's memory and come to the device batch by batch, each while it computes
     * with the one before; or, with false, from the device's own memory, where all of them are brought at once. The batches are
     * the same. Left unsaid, a data set is streamed where it would take more than half of the device's free memory: so never
     * on the CPU, which has nothing to gain by it but the memory of a copy.
     *
     * <p>All batches come to the same place, so a {@linkplain Device#record recording} can hold one batch of a streamed loader,
     * and is replayed as long as the loader is open.
     */
    public Batches streamed(boolean fromHost) {
        return new Batches(data, size, normalisation, seed, augmentation, fromHost);
    }

    /** The number of batches of an epoch. */
    public int count() {
        return data.size() / size + (data.size() % size > (lonely() ? 1 : 0) ? 1 : 0);
    }

    /** The number of samples in the last batch of an epoch. */
    public int lastSize() {
        return data.size() - (count() - 1) * size;
    }

    /** The number of samples in a batch of an epoch, counted from 0. */
    public int size(int batch) {
        return batch == count() - 1 ? lastSize() : size;
    }

    BatchOrder order() {
        return new BatchOrder(data.size(), count(), size, seed != null, seed == null ? 0 : seed);
    }

    /** Whether the samples stay on the host. */
    boolean streamsTo(Device device) {
        if (streaming != null) {
            return streaming;
        }
        long bytes = bytes(device.ops().realBytes());
        long free = device.freeBytes();
        boolean streams = bytes > MOST_OF_FREE_MEMORY * free;
        if (streams) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is streamed to {1}: it has {2} bytes, where {3} are free",
                    data.name(),
                    device, bytes, free);
        }
        return streams;
    }

    /** What the whole data set takes on a device. */
    private long bytes(int realBytes) {
        return data.size() * (data.featureRows().rowBytes(realBytes) + data.answerRows().rowBytes(realBytes));
    }

    private boolean lonely() {
        return size > 1 && data.size() > size;
    }

    /**
     * Puts the data on a device, where it stays until the loader or the device is closed, or {@linkplain #streamed streams} it
     * there.
     */
    public BatchLoader on(Device device) {
        return device.allOrNothing(() -> new BatchLoader(this, device));
    }
}
