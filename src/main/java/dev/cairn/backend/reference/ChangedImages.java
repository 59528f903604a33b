package dev.cairn.backend.reference;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.ImageMap;
import dev.cairn.backend.Philox;
import dev.cairn.backend.Streams;
import org.jspecify.annotations.Nullable;

/** Chosen images of a data set, each changed at random: what {@link ImageChanges} says, pixel by pixel. */
final class ChangedImages {
    private final ImageChanges changes;
    private final long seed;
    private final long epoch;
    private final ImageMap map = new ImageMap();
    private final ReferenceBlock pixels;
    private final int offset;
    private final @Nullable Reals deviates;

    ChangedImages(ImageChanges changes, BatchOrder order, Ints counter, Buffer images, @Nullable Reals deviates) {
        this.changes = changes;
        this.seed = order.seed();
        this.epoch = order.epochBefore(counter.pair());
        this.pixels = (ReferenceBlock) images.block();
        this.offset = images.offset();
        this.deviates = deviates;
    }

    void gather(Ints indices, Ints numbers, @Nullable Reals scale, @Nullable Reals shift, Reals y) {
        int plane = changes.plane();
        int features = changes.channels() * plane;
        for (int row = 0; row < indices.length(); row++) {
            int image = numbers.get(row);
            map.draw(changes, seed, epoch, image);
            for (int i = 0; i < features; i++) {
                double x = moved(offset + indices.get(row) * features + i / plane * plane, i % plane);
                if (deviates != null) {
                    x = Math.clamp(x + changes.noise() * deviates.get(deviate(image, i / plane, i % plane)), 0.0,
                            255.0);
                }
                double factor = scale == null ? 1 : scale.repeated(i);
                y.set(row * features + i, x * factor + (shift == null ? 0 : shift.repeated(i)));
            }
        }
    }

    /** A pixel of the channel that begins at an index, from where the map shows. */
    private double moved(int channel, int pixel) {
        if (!changes.moves()) {
            return value(channel + pixel);
        }
        int width = changes.width();
        int height = changes.height();
        double u = pixel % width - (width - 1) / 2.0;
        double v = pixel / width - (height - 1) / 2.0;
        double x = Math.clamp(map.centreX() + map.xx() * u + map.xy() * v, 0.0, width - 1.0);
        double y = Math.clamp(map.centreY() + map.yx() * u + map.yy() * v, 0.0, height - 1.0);
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, width - 1);
        int below = Math.min(top + 1, height - 1);
        double upper = mix(value(channel + top * width + left), value(channel + top * width + right), x - left);
        double lower = mix(value(channel + below * width + left), value(channel + below * width + right), x - left);
        return mix(upper, lower, y - top);
    }

    private int value(int at) {
        return pixels.bytes[at] & 0xFF;
    }

    private static double mix(double from, double to, double share) {
        return from + (to - from) * share;
    }

    private int deviate(int image, int channel, int pixel) {
        int[] words = new int[4];
        Philox.block(seed, ImageChanges.NOISE_BLOCK + channel * changes.noiseBlocks() + pixel / 8, Streams.AUGMENTATION,
                image, (int) epoch, words);
        int word = words[pixel % 8 / 2];
        return (pixel % 2 == 0 ? word : word << 16) >>> Integer.SIZE - ImageChanges.DEVIATE_BITS;
    }
}
