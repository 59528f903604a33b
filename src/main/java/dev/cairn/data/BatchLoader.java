package dev.cairn.data;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data set on a device, gathered and normalised there batch by batch. Going through it once is an epoch; each iterator is
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
    private final Tensor order;
    private final Tensor inOrder;
    private final @Nullable Tensor scale;
    private final @Nullable Tensor shift;
    private final Batch whole;
    private final Batch rest;
    private final @Nullable AugmentedImages augmented;
    private final int[] indices;
    private long nextEpoch;

    BatchLoader(Batches batches, Device device) {
        this.batches = batches;
        this.device = device;
        ArrayDataset data = batches.data();
        Ops ops = device.ops();
        augmented = batches.augmentation() == null ? null : new AugmentedImages(batches, batches.augmentation());
        int most = Math.max(batches.size(), batches.lastSize());
        int resident = augmented == null ? data.size() : most;
        features = own("features", Shape.of(resident, data.sampleShape().elements()),
                data.isBytes() ? ElementType.UINT8 : ElementType.REAL);
        if (augmented == null && data.isBytes()) {
            ops.upload(data.bytes(), 0, features.buffer());
        } else if (augmented == null) {
            ops.upload(data.floats(), 0, features.buffer());
        }
        boolean labelled = data.targetWidth() == 0;
        answers = own("answers", answerShape(data.size()), labelled ? ElementType.INT32 : ElementType.REAL);
        if (labelled) {
            ops.upload(data.labels(), 0, answers.buffer());
        } else {
            ops.upload(data.targets(), 0, answers.buffer());
        }
        indices = IntStream.range(0, data.size()).toArray();
        order = own("order", Shape.of(data.size()), ElementType.INT32);
        ops.upload(indices, 0, order.buffer());
        inOrder = own("in order", Shape.of(most), ElementType.INT32);
        ops.upload(indices, 0, inOrder.buffer());
        boolean plain = batches.normalisation().equals(Normalisation.identity());
        scale = plain ? null : upload("scale", batches.normalisation().scale());
        shift = plain ? null : upload("shift", batches.normalisation().shift());
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
        if (augmented != null) {
            augmented.finish();
        }
        Long seed = batches.seed();
        if (seed != null) {
            new RandomStream(seed, Streams.SHUFFLE, epoch).permute(indices);
            device.ops().upload(indices, 0, order.buffer());
        }
        return new Epoch(epoch);
    }

    private final class Epoch implements Iterator<Batch> {
        private final long epoch;
        private int position;

        Epoch(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public boolean hasNext() {
            return position < indices.length;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the epoch has no more batches");
            }
            Batch batch = indices.length - position == rest.size() ? rest : whole;
            gather(batch, epoch, position);
            position += batch.size();
            return batch;
        }
    }

    private void gather(Batch batch, long epoch, int position) {
        Ops ops = device.ops();
        Buffer rows = order.buffer().slice(position, batch.size());
        Buffer x = batch.x().buffer();
        Buffer scaleBuffer = scale == null ? null : scale.buffer();
        Buffer shiftBuffer = shift == null ? null : shift.buffer();
        if (augmented == null) {
            ops.gather(features.buffer(), rows, scaleBuffer, shiftBuffer, x);
        } else {
            Buffer images = features.buffer().slice(0, x.length());
            ops.upload(augmented.images(epoch, indices, position, batch.size()), 0, images);
            ops.gather(images, inOrder.buffer().slice(0, batch.size()), scaleBuffer, shiftBuffer, x);
        }
        if (batches.normalisation().perSample()) {
            int n = batch.x().shape().columns();
            ops.standardizeRows(batch.size(), Normalisation.deviationFloor(n), x);
        }
        ops.gather(answers.buffer(), rows, null, null, batch.y().buffer());
    }

    /** Gives the memory back to the device. */
    @Override
    public void close() {
        if (augmented != null) {
            augmented.close();
        }
        if (device.isOpen()) {
            owned.forEach(device::release);
        }
        owned.clear();
    }
}
