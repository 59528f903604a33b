package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/** Takes chosen rows of a data set as real numbers, scaled and shifted. */
final class Gather {
    private static final long COST = 2;

    private final Team team;

    Gather(Team team) {
        this.team = team;
    }

    void reals(Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y) {
        int width = y.length() / indices.length();
        int step = Elementwise.step(width);
        int tiles = Elementwise.tiles(y.length(), step);
        if (team.alone(COST * y.length())) {
            reals(source, indices, scale, shift, y, width, step, 0, tiles, team.scratch());
        } else {
            team.share(tiles, (from, to, scratch) -> reals(source, indices, scale, shift, y, width, step, from, to,
                    scratch));
        }
    }

    private static void reals(Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y,
            int width, int step, int firstTile, int endTile, Scratch scratch) {
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * step;
            int n = Math.min(step, y.length() - position);
            load(source, indices, width, position, n, scratch.a);
            if (scale != null) {
                Elementwise.load(scale, position, n, tile == firstTile, scratch.b);
                BinaryKernels.multiply(0, 0, scratch.a, scratch.b, scratch.a, 0, n, scratch.work);
            }
            if (shift != null) {
                Elementwise.load(shift, position, n, tile == firstTile, scratch.c);
                BinaryKernels.add(0, 0, scratch.a, scratch.c, scratch.a, 0, n, scratch.work);
            }
            System.arraycopy(scratch.a, 0, HeapBlock.floats(y), y.offset() + position, n);
        }
    }

    /** tile = the n elements of the gathered rows from {@code position} on. */
    private static void load(Buffer source, Buffer indices, int width, int position, int n, float[] tile) {
        boolean bytes = source.type() == ElementType.UINT8;
        int column = position % width;
        int row = position / width;
        for (int done = 0; done < n; row++) {
            int length = Math.min(n - done, width - column);
            int from = source.offset() + HeapBlock.ints(indices)[indices.offset() + row] * width + column;
            if (bytes) {
                convert(HeapBlock.bytes(source), from, tile, done, length);
            } else {
                System.arraycopy(HeapBlock.floats(source), from, tile, done, length);
            }
            done += length;
            column = 0;
        }
        if (bytes) {
            makeUnsigned(tile, n);
        }
    }

    private static void convert(byte[] source, int from, float[] tile, int at, int n) {
        for (int i = 0; i < n; i++) {
            tile[at + i] = source[from + i];
        }
    }

    /** Adds 256 to negative numbers: faster than masking each byte, which the compiler does not vectorise. */
    private static void makeUnsigned(float[] tile, int n) {
        for (int i = 0; i < n; i++) {
            tile[i] -= 256 * Math.min(Math.signum(tile[i]), 0);
        }
    }

    static void ints(Buffer source, Buffer indices, Buffer y) {
        int width = y.length() / indices.length();
        for (int i = 0; i < indices.length(); i++) {
            int row = HeapBlock.ints(indices)[indices.offset() + i];
            System.arraycopy(HeapBlock.ints(source), source.offset() + row * width, HeapBlock.ints(y),
                    y.offset() + i * width, width);
        }
    }
}
