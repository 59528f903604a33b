package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;

/** Changes the images of a batch on the host; what happens to an image depends on seed, epoch and image alone. */
final class AugmentedImages {
    private final byte[] source;
    private final byte[] changed;
    private final Shape shape;
    private final Augmentation augmentation;
    private final RandomStream random;

    AugmentedImages(ArrayDataset data, Augmentation augmentation, Batches batches) {
        this.source = data.bytes();
        this.shape = data.sampleShape();
        this.changed = new byte[Math.multiplyExact(Math.max(batches.size(), batches.lastSize()), shape.elements())];
        this.augmentation = augmentation;
        Long seed = batches.seed();
        this.random = new RandomStream(seed == null ? 0 : seed, Streams.AUGMENTATION, 0);
    }

    /** The images order[from ...], one after another in an array that the next call overwrites. */
    byte[] images(long epoch, int[] order, int from, int count) {
        int elements = shape.elements();
        for (int i = 0; i < count; i++) {
            int image = order[from + i];
            random.restart(Augmentation.step(epoch, image));
            augmentation.apply(source, image * elements, changed, i * elements, shape, random);
        }
        return changed;
    }
}
