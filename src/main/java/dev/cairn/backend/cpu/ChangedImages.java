package dev.cairn.backend.cpu;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ImageChanges;
import org.jspecify.annotations.Nullable;

/** Chosen images of a data set, each changed at random. An image at a time, so that all its passes stay in the caches. */
final class ChangedImages {
    private static final long COST = 24;

    private final Team team;

    ChangedImages(Team team) {
        this.team = team;
    }

    void gather(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images, Buffer indices,
            Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y) {
        int[] pair = HeapBlock.ints(counter);
        long epoch = order.epochBefore(
                (long) pair[counter.offset() + 1] << 32 | pair[counter.offset()] & 0xFFFFFFFFL);
        if (team.alone(COST * y.length())) {
            gather(changes, order.seed(), epoch, floor, images, indices, numbers, deviates, scale, shift, y, 0,
                    indices.length(), team.scratch());
        } else {
            team.share(indices.length(), (from, to, scratch) -> gather(changes, order.seed(), epoch, floor, images,
                    indices, numbers, deviates, scale, shift, y, from, to, scratch));
        }
    }

    private static void gather(ImageChanges changes, long seed, long epoch, double floor, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y, int from, int to, Scratch scratch) {
        ChangedImage image = scratch.image(changes);
        int plane = changes.plane();
        int width = changes.channels() * plane;
        float[] target = HeapBlock.floats(y);
        for (int row = from; row < to; row++) {
            int source = HeapBlock.ints(indices)[indices.offset() + row];
            int start = y.offset() + row * width;
            image.choose(seed, epoch, HeapBlock.ints(numbers)[numbers.offset() + row]);
            for (int channel = 0; channel < changes.channels(); channel++) {
                int feature = channel * plane;
                image.draw(images, (source * changes.channels() + channel) * plane);
                if (deviates != null) {
                    image.addNoise(channel, deviates);
                }
                image.scale(scale, shift, feature);
                System.arraycopy(image.values(), 0, target, start + feature, plane);
            }
            if (floor > 0) {
                LongRow.standardize(floor, target, start, width, scratch.work);
            }
        }
    }
}
