package dev.cairn.backend.cpu;

import dev.cairn.backend.ImageChanges;
import org.jspecify.annotations.Nullable;

/** Working memory of one chunk of an operation; a few tiles that stay in the first-level cache. */
final class Scratch {
    /** The number of elements that kernels handle at a time. */
    static final int TILE = 1024;

    final float[] a = new float[TILE];
    final float[] b = new float[TILE];
    final float[] c = new float[TILE];
    final float[] d = new float[TILE];
    final double[] work = new double[TILE];
    final byte[] bytes = new byte[TILE];
    /** A tile's random words, two in a number, as {@link dev.cairn.backend.Philox#blocks} writes them. */
    final long[] even = new long[TILE / 4];
    final long[] odd = new long[TILE / 4];
    private float[] rows = new float[TILE];
    private double[] row = new double[TILE];
    private @Nullable ChangedImage image;

    /** At least this many floats, whose contents are undefined. */
    float[] rows(int elements) {
        if (rows.length < elements) {
            rows = new float[elements];
        }
        return rows;
    }

    /** At least this many doubles, whose contents are undefined. */
    double[] row(int elements) {
        if (row.length < elements) {
            row = new double[elements];
        }
        return row;
    }

    /** What images that are changed in this way need. */
    ChangedImage image(ImageChanges changes) {
        if (image == null || !image.changes().equals(changes)) {
            image = new ChangedImage(changes);
        }
        return image;
    }
}
