package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Philox;

/**
 * Inverted dropout: a tile's random words at once, masks from comparisons of them, then one bitwise and an element. Only the
 * last is no loop of vector instructions, since the compiler makes none of the bits of a float.
 */
final class Dropout {
    private static final long COST = 16;
    private static final long LOWER = 0xFFFFFFFFL;

    private final Team team;

    Dropout(Team team) {
        this.team = team;
    }

    void apply(double rate, long seed, int stream, Buffer counter, Buffer x, boolean accumulate, Buffer y) {
        int stepLow = HeapBlock.ints(counter)[counter.offset()];
        int stepHigh = HeapBlock.ints(counter)[counter.offset() + 1];
        int tiles = Elementwise.tiles(y.length(), Scratch.TILE);
        if (team.alone(COST * y.length())) {
            apply(rate, seed, stream, stepLow, stepHigh, x, accumulate, y, 0, tiles, team.scratch());
        } else {
            team.share(tiles, (from, to, scratch) -> apply(rate, seed, stream, stepLow, stepHigh, x, accumulate, y,
                    from, to, scratch));
        }
    }

    private static void apply(double rate, long seed, int stream, int stepLow, int stepHigh, Buffer x,
            boolean accumulate, Buffer y, int firstTile, int endTile, Scratch scratch) {
        long limit = Integer.toUnsignedLong(Philox.dropThreshold((float) rate));
        float scale = (float) (1 / (1 - rate));
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * Scratch.TILE;
            int n = Math.min(Scratch.TILE, y.length() - position);
            Philox.blocks(seed, position / 4, stream, stepLow, stepHigh, scratch.even, scratch.odd);
            masks(limit, scratch.even, scratch.odd);
            System.arraycopy(HeapBlock.floats(x), x.offset() + position, scratch.a, 0, n);
            scale(scale, scratch.a);
            keep(scratch.even, scratch.odd, scratch.a);
            Elementwise.store(scratch.a, n, accumulate, HeapBlock.floats(y), y.offset() + position, scratch);
        }
    }

    /**
     * From the words of {@link Philox#blocks} to masks in the order of the elements: the halves of {@code even[j]} for words 0
     * and 1 of block j, those of {@code odd[j]} for words 2 and 3, and no bit is set where a word is below the limit.
     */
    private static void masks(long limit, long[] even, long[] odd) {
        for (int j = 0; j < even.length; j++) {
            long drop0 = (even[j] & LOWER) - limit >> 63;
            long drop1 = (odd[j] & LOWER) - limit >> 63;
            long drop2 = (even[j] >>> 32) - limit >> 63;
            long drop3 = (odd[j] >>> 32) - limit >> 63;
            even[j] = ~(drop0 & LOWER | drop1 & ~LOWER);
            odd[j] = ~(drop2 & LOWER | drop3 & ~LOWER);
        }
    }

    private static void scale(float scale, float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
    }

    private static void keep(long[] masks01, long[] masks23, float[] x) {
        for (int j = 0; j < masks01.length; j++) {
            int i = 4 * j;
            x[i] = keep(x[i], (int) masks01[j]);
            x[i + 1] = keep(x[i + 1], (int) (masks01[j] >>> 32));
            x[i + 2] = keep(x[i + 2], (int) masks23[j]);
            x[i + 3] = keep(x[i + 3], (int) (masks23[j] >>> 32));
        }
    }

    /** x, or 0 where the mask is, even for NaN; without a branch, which would be mispredicted every other time. */
    private static float keep(float x, int mask) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(x) & mask);
    }
}
