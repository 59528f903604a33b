package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.ImageMap;
import dev.cairn.backend.Philox;
import dev.cairn.backend.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Working memory for images of one size and the changes they go through, a channel at a time. Each pass is a loop that the
 * compiler vectorises, but for one: fetching the four neighbours of each pixel, which therefore lie in one word.
 */
final class ChangedImage {
    private static final int NEIGHBOURS = 4;
    /** The values to which one Philox block gives noise. */
    private static final int NOISE = 8;
    private static final double[] NO_WORK = {};

    private final ImageChanges changes;
    private final int plane;
    private final ImageMap map = new ImageMap();
    /** Each pixel's place, from the middle. */
    private final float[] u;
    private final float[] v;
    /** The upper left of the four pixels that each is mixed from, and the share of those right and below. */
    private final int[] corner;
    private final float[] right;
    private final float[] below;
    private final byte[] bytes;
    private final int[] pixels;
    private final int[] neighbours;
    private final float[] values;
    private final float[] row;
    /** Random words, as {@link Philox#blocks} writes them. */
    private final long[] even;
    private final long[] odd;
    private long seed;
    private long epoch;
    private int number;

    ChangedImage(ImageChanges changes) {
        this.changes = changes;
        plane = changes.plane();
        u = new float[plane];
        v = new float[plane];
        for (int i = 0; i < plane; i++) {
            u[i] = i % changes.width() - (changes.width() - 1) / 2f;
            v[i] = i / changes.width() - (changes.height() - 1) / 2f;
        }
        corner = new int[plane];
        right = new float[plane];
        below = new float[plane];
        bytes = new byte[plane];
        pixels = new int[plane];
        neighbours = new int[plane];
        values = new float[NOISE * changes.noiseBlocks()];
        row = new float[plane];
        even = new long[changes.noiseBlocks()];
        odd = new long[changes.noiseBlocks()];
    }

    ImageChanges changes() {
        return changes;
    }

    /** The channel as it is now; behind it may be more. */
    float[] values() {
        return values;
    }

    /** Draws what happens to an image. */
    void choose(long newSeed, long newEpoch, int image) {
        seed = newSeed;
        epoch = newEpoch;
        number = image;
        if (changes.moves()) {
            map.draw(changes, seed, epoch, image);
            locate((float) map.centreX(), (float) map.xx(), (float) map.xy(), (float) map.centreY(), (float) map.yx(),
                    (float) map.yy(), changes.width(), changes.height(), u, v, corner, right, below);
        }
    }

    private static void locate(float centreX, float xx, float xy, float centreY, float yx, float yy, int width,
            int height, float[] u, float[] v, int[] corner, float[] right, float[] below) {
        for (int i = 0; i < corner.length; i++) {
            float x = Math.min(Math.max(centreX + xx * u[i] + xy * v[i], 0f), width - 1f);
            float y = Math.min(Math.max(centreY + yx * u[i] + yy * v[i], 0f), height - 1f);
            int left = (int) x;
            int top = (int) y;
            corner[i] = top * width + left;
            right[i] = x - left;
            below[i] = y - top;
        }
    }

    /** Fetches a channel that begins at an element of the data set, from where the map shows. */
    void draw(Buffer images, int from) {
        if (changes.moves()) {
            int width = changes.width();
            int[] offsets = {0, 1, width, width + 1};
            for (int k = 0; k < NEIGHBOURS; k++) {
                fetch(images, from + offsets[k]);
                pack(pixels, k * Byte.SIZE, neighbours);
            }
            for (int i = 0; i < plane; i++) {
                pixels[i] = neighbours[corner[i]];
            }
            mix(pixels, right, below, values);
        } else {
            fetch(images, from);
            convert(pixels, values);
        }
    }

    /** What lies beyond a channel's end is fetched too, if there is any: its share of a pixel is 0. */
    private void fetch(Buffer images, int from) {
        int start = Math.min(from, images.length());
        int count = Math.min(plane, images.length() - start);
        System.arraycopy(HeapBlock.bytes(images), images.offset() + start, bytes, 0, count);
        for (int i = 0; i < plane; i++) {
            pixels[i] = bytes[i];
        }
    }

    private static void pack(int[] pixels, int shift, int[] words) {
        int keep = (1 << shift) - 1;
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i] & keep | (pixels[i] & 0xFF) << shift;
        }
    }

    private static void mix(int[] neighbours, float[] right, float[] below, float[] values) {
        for (int i = 0; i < neighbours.length; i++) {
            float upperLeft = neighbours[i] & 0xFF;
            float upperRight = neighbours[i] >>> 8 & 0xFF;
            float lowerLeft = neighbours[i] >>> 16 & 0xFF;
            float lowerRight = neighbours[i] >>> 24;
            float upper = upperLeft + (upperRight - upperLeft) * right[i];
            float lower = lowerLeft + (lowerRight - lowerLeft) * right[i];
            values[i] = upper + (lower - upper) * below[i];
        }
    }

    private static void convert(int[] pixels, float[] values) {
        for (int i = 0; i < pixels.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
    }

    /** Adds the noise of a channel, and keeps what comes of it within 0 to 255. */
    void addNoise(int channel, Buffer deviates) {
        Philox.blocks(seed, ImageChanges.NOISE_BLOCK + channel * changes.noiseBlocks(), Streams.AUGMENTATION, number,
                (int) epoch, even, odd);
        float[] table = HeapBlock.floats(deviates);
        int at = deviates.offset();
        float deviation = changes.noise();
        addNoise(even, deviation, table, at, 0);
        addNoise(odd, deviation, table, at, 2);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(Math.max(values[i], 0f), 255f);
        }
    }

    /** Each half of a pair of words gives two of a block's eight values, from the one at {@code first} on. */
    private void addNoise(long[] pairs, float deviation, float[] table, int at, int first) {
        for (int block = 0; block < pairs.length; block++) {
            int lower = (int) pairs[block];
            int upper = (int) (pairs[block] >>> Integer.SIZE);
            int i = NOISE * block + first;
            values[i] += deviation * table[at + choice(lower)];
            values[i + 1] += deviation * table[at + choice(lower << 16)];
            values[i + NOISE / 2] += deviation * table[at + choice(upper)];
            values[i + NOISE / 2 + 1] += deviation * table[at + choice(upper << 16)];
        }
    }

    private static int choice(int word) {
        return word >>> Integer.SIZE - ImageChanges.DEVIATE_BITS;
    }

    /** Scales and shifts a channel that begins at a feature. */
    void scale(@Nullable Buffer scale, @Nullable Buffer shift, int feature) {
        if (scale != null) {
            Elementwise.load(scale, feature, plane, true, row);
            BinaryKernels.multiply(0, 0, values, row, values, 0, plane, NO_WORK);
        }
        if (shift != null) {
            Elementwise.load(shift, feature, plane, true, row);
            BinaryKernels.add(0, 0, values, row, values, 0, plane, NO_WORK);
        }
    }
}
