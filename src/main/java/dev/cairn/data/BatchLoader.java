package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Ops;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A data set on a device, gathered, augmented and normalised there batch by batch. Going through it once is an epoch; each iterator is
 * the next one. Only one epoch runs at a time, since all batches share their tensors.
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
    private final List<Tensor> owned = new ArrayList<>();
    private final Tensor features;
    private final Tensor answers;
    private final BatchOrder order;
    private final Tensor position;
    private final Tensor rows;
    private final @Nullable Tensor scale;
    private final @Nullable Tensor shift;
    private final Batch whole;
    private final Batch rest;
    private final @Nullable ImageChanges changes;
    private final @Nullable Tensor deviates;
    private final Runnable counting = () -> this.at++;
    private long nextEpoch;
    private long at;

    BatchLoader(Batches batches, Device device) {
        this.batches = batches;
        this.device = device;
        ArrayDataset data = batches.data();
        Ops ops = device.ops();
        Long seed = batches.seed();
        order = new BatchOrder(data.size(), batches.count(), batches.size(), seed != null, seed == null ? 0 : seed);
        features = own("features", Shape.of(data.size(), data.sampleShape().elements()),
                data.isBytes() ? ElementType.UINT8 : ElementType.REAL);
        if (data.isBytes()) {
            ops.upload(data.bytes(), 0, features.buffer());
        } else {
            ops.upload(data.floats(), 0, features.buffer());
        }
        boolean labelled = data.targetWidth() == 0;
        answers = own("answers", answerShape(data.size()), labelled ? ElementType.INT32 : ElementType.REAL);
        if (labelled) {
            ops.upload(data.labels(), 0, answers.buffer());
        } else {
            ops.upload(data.targets(), 0, answers.buffer());
        }
        position = own("position", Shape.of(2), ElementType.INT32);
        ops.fill(0, position.buffer());
        rows = own("rows", Shape.of(Math.max(batches.size(), batches.lastSize())), ElementType.INT32);
        Augmentation augmentation = batches.augmentation();
        changes = augmentation == null ? null : augmentation.changes(data.sampleShape());
        deviates = augmentation == null || !augmentation.isNoisy() ? null : upload("noise", ImageChanges.deviates());
        Normalisation normalisation = batches.normalisation();
        scale = normalisation.isAffine() ? upload("scale", normalisation.scale()) : null;
        shift = normalisation.isAffine() ? upload("shift", normalisation.shift()) : null;
        whole = batch(batches.size());
        rest = batches.lastSize() == batches.size() ? whole : batch(batches.lastSize());
    }

    private Shape answerShape(int rows) {
        int width = batches.data().targetWidth();
        return width == 0 ? Shape.of(rows) : Shape.of(rows, width);
    }

    private Tensor own(String name, Shape shape, ElementType type) {
        Tensor tensor = device.lasting(name, shape, type);
        owned.add(tensor);
        return tensor;
    }

    private Tensor upload(String name, float[] values) {
        return own(name, Shape.of(values.length), ElementType.REAL).set(values);
    }

    private Batch batch(int rows) {
        Tensor x = own("batch", batches.data().sampleShape().batch(rows), ElementType.REAL);
        Tensor y = own("answers", answerShape(rows), answers.type()).markClasses(batches.data().classes());
        return new Batch(x, y);
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
        if (target != at) {
            at = target;
            device.ops().upload(new int[] {(int) target, (int) (target >>> 32)}, 0, position.buffer());
        }
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
        ops.nextBatchWithAnswers(order, position.buffer(), answers.buffer(), chosen, batch.y().buffer());
        if (changes == null) {
            ops.gather(features.buffer(), chosen, buffer(scale), buffer(shift), x);
        } else {
            ops.gatherChanged(changes, order, position.buffer(), features.buffer(), chosen, buffer(deviates),
                    buffer(scale), buffer(shift), x);
        }
        if (batches.normalisation().perSample()) {
            int n = batch.x().shape().columns();
            ops.standardizeRows(batch.size(), Normalisation.deviationFloor(n), x);
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
            owned.forEach(device::release);
        }
        owned.clear();
    }
}
