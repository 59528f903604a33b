package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Changes the images of a batch on the host; what happens to an image depends on seed, epoch and image alone. While a batch
 * is used, a thread of its own prepares the one behind it.
 */
final class AugmentedImages implements AutoCloseable {
    private record Prepared(long epoch, int from, byte[] images) {
    }

    private final byte[] source;
    private final Shape shape;
    private final Augmentation augmentation;
    private final RandomStream random;
    private final int batchSize;
    private final int lastBatch;
    private final ExecutorService preparer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("cairn-augmentation").daemon().factory());
    private byte[] spare;
    private byte[] inUse;
    private @Nullable Future<Prepared> next;

    AugmentedImages(Batches batches, Augmentation augmentation) {
        ArrayDataset data = batches.data();
        this.source = data.bytes();
        this.shape = data.sampleShape();
        this.augmentation = augmentation;
        this.batchSize = batches.size();
        this.lastBatch = batches.lastSize();
        int bytes = Math.multiplyExact(Math.max(batchSize, lastBatch), shape.elements());
        this.spare = new byte[bytes];
        this.inUse = new byte[bytes];
        Long seed = batches.seed();
        this.random = new RandomStream(seed == null ? 0 : seed, Streams.AUGMENTATION, 0);
    }

    /** Waits until nobody reads the order any more, which the caller is about to change. */
    void finish() {
        if (next != null) {
            result(next);
            next = null;
        }
    }

    /** The images order[from ...], one after another in an array that is overwritten after the next call. */
    byte[] images(long epoch, int[] order, int from, int count) {
        Prepared ready = next == null ? null : result(next);
        if (ready == null || ready.epoch() != epoch || ready.from() != from) {
            ready = prepare(epoch, order, from, count, spare);
        }
        spare = inUse;
        inUse = ready.images();
        int following = from + count;
        if (following < order.length) {
            int rest = order.length - following;
            int size = rest == lastBatch ? lastBatch : batchSize;
            byte[] target = spare;
            next = preparer.submit(() -> prepare(epoch, order, following, size, target));
        } else {
            next = null;
        }
        return inUse;
    }

    private Prepared prepare(long epoch, int[] order, int from, int count, byte[] target) {
        int elements = shape.elements();
        for (int i = 0; i < count; i++) {
            int image = order[from + i];
            random.restart(Augmentation.step(epoch, image));
            augmentation.apply(source, image * elements, target, i * elements, shape, random);
        }
        return new Prepared(epoch, from, target);
    }

    private static Prepared result(Future<Prepared> prepared) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return prepared.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("augmentation failed: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        finish();
        preparer.shutdown();
    }
}
