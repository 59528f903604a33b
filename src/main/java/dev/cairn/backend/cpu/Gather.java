package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/** Takes chosen rows of a data set as real numbers, scaled, shifted and standardised, and puts rows in chosen places. */
final class Gather {
    private static final long COST = 4;
    private static final long STANDARDIZED_COST = 9;

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

    /** A row at a time, so that it is still in the first-level cache when its sums are taken. */
    void standardized(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        if (team.alone(STANDARDIZED_COST * y.length())) {
            standardized(floor, source, indices, scale, shift, y, 0, indices.length(), team.scratch());
        } else {
            team.share(indices.length(), (from, to, scratch) -> standardized(floor, source, indices, scale, shift, y,
                    from, to, scratch));
        }
    }

    private static void standardized(double floor, Buffer source, Buffer indices, @Nullable Buffer scale,
            @Nullable Buffer shift, Buffer y, int firstRow, int endRow, Scratch scratch) {
        int width = y.length() / indices.length();
        for (int row = firstRow; row < endRow; row++) {
            for (int done = 0; done < width; done += Scratch.TILE) {
                tile(source, indices, scale, shift, y, width, row * width + done, Math.min(Scratch.TILE, width - done),
                        row == firstRow, scratch);
            }
            LongRow.standardize(floor, HeapBlock.floats(y), y.offset() + row * width, width, scratch.work);
        }
    }

    private static void reals(Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y,
            int width, int step, int firstTile, int endTile, Scratch scratch) {
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * step;
            tile(source, indices, scale, shift, y, width, position, Math.min(step, y.length() - position),
                    tile == firstTile, scratch);
        }
    }

    /** The n elements of y from {@code position} on; {@code first} as in {@link Elementwise#load}. */
    private static void tile(Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y,
            int width, int position, int n, boolean first, Scratch scratch) {
        load(source, indices, width, position, n, scratch.a, scratch.bytes);
        if (scale != null) {
            Elementwise.load(scale, position, n, first, scratch.b);
            BinaryKernels.multiply(0, 0, scratch.a, scratch.b, scratch.a, 0, n, scratch.work);
        }
        if (shift != null) {
            Elementwise.load(shift, position, n, first, scratch.c);
            BinaryKernels.add(0, 0, scratch.a, scratch.c, scratch.a, 0, n, scratch.work);
        }
        System.arraycopy(scratch.a, 0, HeapBlock.floats(y), y.offset() + position, n);
    }

    /** tile = the n elements of the gathered rows from {@code position} on. */
    private static void load(Buffer source, Buffer indices, int width, int position, int n, float[] tile,
            byte[] byteTile) {
        if (source.type() == ElementType.UINT8) {
            copy(HeapBlock.bytes(source), source.offset(), indices, width, position, n, byteTile);
            convert(byteTile, tile, n);
        } else {
            copy(HeapBlock.floats(source), source.offset(), indices, width, position, n, tile);
        }
    }

    /** From one array to another of the same type. */
    private static void copy(Object source, int offset, Buffer indices, int width, int position, int n, Object tile) {
        int[] rows = HeapBlock.ints(indices);
        int row = indices.offset() + position / width;
        int column = position % width;
        for (int done = 0; done < n; row++) {
            int length = Math.min(n - done, width - column);
            System.arraycopy(source, offset + rows[row] * width + column, tile, done, length);
            done += length;
            column = 0;
        }
    }

    /** Unsigned bytes; they are turned into signed ones first, since the compiler vectorises no conversion of the others. */
    private static void convert(byte[] bytes, float[] tile, int n) {
        for (int i = 0; i < n; i++) {
            bytes[i] ^= (byte) 0x80;
        }
        for (int i = 0; i < n; i++) {
            tile[i] = bytes[i] + 128f;
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

    static void scatter(Buffer x, Buffer indices, Buffer y) {
        int width = x.length() / indices.length();
        for (int i = 0; i < indices.length(); i++) {
            int row = HeapBlock.ints(indices)[indices.offset() + i];
            System.arraycopy(HeapBlock.floats(x), x.offset() + i * width, HeapBlock.floats(y), y.offset() + row * width,
                    width);
        }
    }
}
