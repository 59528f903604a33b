package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Preparation;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Ops;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A data set whose batches are gathered, augmented and normalised on a device, where it lies or {@linkplain Batches#streamed
 * streams} to. Going through it once is an epoch; each iterator is the next one. Only one epoch runs at a time, since all
 * batches share their tensors.
 *
 * <pre>{@code
 * try (BatchLoader train = data.batches(128).shuffled(seed).on(device)) {
 *     for (Batch batch : train) {
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class BatchLoader implements Iterable<Batch>, AutoCloseable {
    private final Batches batches;
    private final Device device;
    private final LoaderMemory memory;
    private final BatchOrder order;
    private final Samples samples;
    private final Tensor position;
    private final Tensor rows;
    private final @Nullable Tensor scale;
    private final @Nullable Tensor shift;
    private final Batch whole;
    private final Batch rest;
    private final @Nullable ImageChanges changes;
    private final @Nullable Tensor deviates;
    private final Preparation placing = this::beginMove;
    private final Runnable counting = this::endMove;
    private long nextEpoch;
    private long at;
    /** Whether the device's position is known to be {@link #at}: not between the operations that move it and the count. */
    private boolean placed = true;

    BatchLoader(Batches batches, Device device) {
        this.batches = batches;
        this.device = device;
        memory = new LoaderMemory(device);
        ArrayDataset data = batches.data();
        order = batches.order();
        int most = Math.max(batches.size(), batches.lastSize());
        position = memory.upload("position", new int[2]);
        rows = memory.take("rows", Shape.of(most), ElementType.INT32);
        Augmentation augmentation = batches.augmentation();
        changes = augmentation == null ? null : augmentation.changes(data.sampleShape());
        deviates = augmentation == null || !augmentation.isNoisy()
                ? null
                : memory.upload("noise", ImageChanges.deviates());
        Normalisation normalisation = batches.normalisation();
        scale = normalisation.isAffine() ? memory.upload("scale", normalisation.scale()) : null;
        shift = normalisation.isAffine() ? memory.upload("shift", normalisation.shift()) : null;
        whole = batch(batches.size());
        rest = batches.lastSize() == batches.size() ? whole : batch(batches.lastSize());
        samples = batches.streamsTo(device)
                ? new StreamedSamples(data, order, most, () -> this.at, memory)
                : new ResidentSamples(data, order, memory);
    }

    private Batch batch(int count) {
        ArrayDataset data = batches.data();
        int width = data.targetWidth();
        Tensor x = memory.take("batch", data.sampleShape().batch(count), ElementType.REAL);
        Tensor y = width == 0
                ? memory.take("answers", Shape.of(count), ElementType.INT32)
                : memory.take("answers", Shape.of(count, width), ElementType.REAL);
        return new Batch(x, y.markClasses(data.classes()));
    }

    /** The numbers of the samples of the last batch, INT32, as many as it has; what is behind them is left from others. */
    public Tensor rows() {
        return rows;
    }

    /** The settings this loader was made from. */
    public Batches batches() {
        return batches;
    }

    /** The number of batches of an epoch. */
    public int count() {
        return batches.count();
    }

    /** The batches of the next epoch: 0 at first. */
    @Override
    public Iterator<Batch> iterator() {
        return epoch(nextEpoch);
    }

    /** The batches of an epoch, whose number decides the random order and changes. */
    public Iterator<Batch> epoch(long epoch) {
        nextEpoch = epoch + 1;
        return new Epoch(epoch);
    }

    private final class Epoch implements Iterator<Batch> {
        private final long epoch;
        private int batch;

        Epoch(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public boolean hasNext() {
            return batch < count();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the epoch has no more batches");
            }
            seek(epoch, batch++);
            return load();
        }
    }

    /** Goes to a batch of an epoch, both counted from 0: the next that {@link #load} gathers. */
    public void seek(long epoch, int batch) {
        long target = epoch * count() + batch;
        if (target != at || !placed) {
            place(target);
        }
    }

    private void place(long target) {
        placed = false;
        device.ops().upload(new int[] {(int) target, (int) (target >>> 32)}, 0, position.buffer());
        at = target;
        placed = true;
    }

    /** Where the operations of the batch before failed halfway, nobody knows whether they have moved the position. */
    private void beginMove() {
        if (!placed) {
            place(at);
        }
        placed = false;
    }

    private void endMove() {
        at++;
        placed = true;
    }

    /**
     * Gathers the batch that it is at, and goes on to the next, that of the next epoch after the last. A recording gathers a
     * batch at each replay, as large as the one that was recorded.
     */
    public Batch load() {
        Batch batch = (at + 1) % count() == 0 ? rest : whole;
        Ops ops = device.ops();
        Buffer chosen = rows.buffer().slice(0, batch.size());
        Buffer x = batch.x().buffer();
        device.prepare(placing);
        samples.next(position.buffer(), chosen, batch);
        Buffer features = samples.features();
        Buffer places = samples.places(chosen);
        boolean perSample = batches.normalisation().perSample();
        double floor = perSample ? Normalisation.deviationFloor(x.length() / batch.size()) : 0;
        if (changes == null) {
            ops.gather(floor, features, places, buffer(scale), buffer(shift), x);
        } else {
            ops.gatherChanged(changes, order, floor, position.buffer(), features, places, chosen, buffer(deviates),
                    buffer(scale), buffer(shift), x);
        }
        device.onHost(counting);
        return batch;
    }

    private static @Nullable Buffer buffer(@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    /** Gives the memory back to the device. */
    @Override
    public void close() {
        if (device.isOpen()) {
            device.checkUsable();
        }
        samples.close();
        memory.close();
    }
}
