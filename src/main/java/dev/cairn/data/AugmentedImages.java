package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Permutation;
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
    private record Prepared(long batch, byte[] images) {
    }

    private final byte[] source;
    private final Shape shape;
    private final BatchOrder order;
    private final Permutation permutation;
    private final Augmentation augmentation;
    private final RandomStream random;
    private final int lastSize;
    private final int[] rows;
    private final ExecutorService preparer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("cairn-augmentation").daemon().factory());
    private byte[] spare;
    private byte[] inUse;
    private @Nullable Future<Prepared> next;

    AugmentedImages(Batches batches, BatchOrder order, Augmentation augmentation) {
        this.source = batches.data().bytes();
        this.shape = batches.data().sampleShape();
        this.order = order;
        this.permutation = new Permutation(order.samples());
        this.augmentation = augmentation;
        this.lastSize = batches.lastSize();
        this.rows = new int[Math.max(order.size(), lastSize)];
        int bytes = Math.multiplyExact(rows.length, shape.elements());
        this.spare = new byte[bytes];
        this.inUse = new byte[bytes];
        this.random = new RandomStream(order.seed(), Streams.AUGMENTATION, 0);
    }

    /** The images of a batch, counted over all epochs, one after another in an array that is overwritten after the next call. */
    byte[] images(long batch) {
        Prepared ready = next == null ? null : result(next);
        if (ready == null || ready.batch() != batch) {
            ready = prepare(batch, spare);
        }
        spare = inUse;
        inUse = ready.images();
        byte[] target = spare;
        next = preparer.submit(() -> prepare(batch + 1, target));
        return inUse;
    }

    private Prepared prepare(long batch, byte[] target) {
        int elements = shape.elements();
        int count = (batch + 1) % order.batches() == 0 ? lastSize : order.size();
        order.write(batch, permutation, rows, 0, count);
        for (int i = 0; i < count; i++) {
            random.restart(Augmentation.step(batch / order.batches(), rows[i]));
            augmentation.apply(source, rows[i] * elements, target, i * elements, shape, random);
        }
        return new Prepared(batch, target);
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
        if (next != null) {
            result(next);
        }
        preparer.shutdown();
    }
}
