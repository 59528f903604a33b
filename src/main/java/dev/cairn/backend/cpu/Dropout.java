package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Philox;

/** Inverted dropout: a tile's random words at once, then one comparison an element. */
final class Dropout {
    private static final long COST = 24;

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
        int threshold = Philox.dropThreshold((float) rate);
        float scale = (float) (1 / (1 - rate));
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * Scratch.TILE;
            int n = Math.min(Scratch.TILE, y.length() - position);
            Philox.blocks(seed, position / 4, stream, stepLow, stepHigh, scratch.lanes);
            System.arraycopy(HeapBlock.floats(x), x.offset() + position, scratch.a, 0, n);
            drop(scratch.lanes[0], scratch.lanes[1], scratch.lanes[2], scratch.lanes[3], threshold, scale, scratch.a);
            Elementwise.store(scratch.a, n, accumulate, HeapBlock.floats(y), y.offset() + position, scratch);
        }
    }

    /** Element 4 j + k of x is kept and scaled, or becomes 0, by word j of lane k. */
    private static void drop(int[] lane0, int[] lane1, int[] lane2, int[] lane3, int threshold, float scale,
            float[] x) {
        long limit = threshold & 0xFFFFFFFFL;
        for (int j = 0; j < lane0.length; j++) {
            int i = 4 * j;
            x[i] = keep(x[i] * scale, lane0[j], limit);
            x[i + 1] = keep(x[i + 1] * scale, lane1[j], limit);
            x[i + 2] = keep(x[i + 2] * scale, lane2[j], limit);
            x[i + 3] = keep(x[i + 3] * scale, lane3[j], limit);
        }
    }

    /** x, or 0 where the word is below the limit; without a branch, which would be mispredicted every other time. */
    private static float keep(float x, int word, long limit) {
        int drop = (int) ((word & 0xFFFFFFFFL) - limit >> 63);
        return Float.intBitsToFloat(Float.floatToRawIntBits(x) & ~drop);
    }
}
