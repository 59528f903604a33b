package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import java.util.Arrays;

/**
 * Runs a {@link Kernel} over whole buffers. Operands that lie at the same index of their arrays go straight to the kernel;
 * others, and those that repeat or are added to, pass through tiles in the first-level cache, where they do. That is twice
 * as fast as a loop over different indices, which the compiler does not vectorise.
 */
final class Elementwise {
    private final Team team;

    Elementwise(Team team) {
        this.team = team;
    }

    /** y = f(x). */
    void map(Kernel f, double p, double q, long cost, Buffer x, boolean accumulate, Buffer y) {
        zip(f, p, q, cost, x, x, accumulate, y);
    }

    /**
     * y = f(a, b); one of a and b may repeat.
     *
     * @param cost of one element, in additions
     */
    void zip(Kernel f, double p, double q, long cost, Buffer a, Buffer b, boolean accumulate, Buffer y) {
        int step = step(Math.min(a.length(), b.length()));
        int tiles = tiles(y.length(), step);
        if (team.alone(cost * y.length())) {
            zip(f, p, q, a, b, accumulate, y, step, 0, tiles, team.scratch());
        } else {
            team.share(tiles, (from, to, scratch) -> zip(f, p, q, a, b, accumulate, y, step, from, to, scratch));
        }
    }

    private static void zip(Kernel f, double p, double q, Buffer a, Buffer b, boolean accumulate, Buffer y, int step,
            int firstTile, int endTile, Scratch scratch) {
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * step;
            int n = Math.min(step, y.length() - position);
            tile(f, p, q, a, b, accumulate, y, position, n, tile == firstTile, scratch);
        }
    }

    /** The n elements from {@code position} on; {@code first} as in {@link #load}. */
    static void tile(Kernel f, double p, double q, Buffer a, Buffer b, boolean accumulate, Buffer y, int position,
            int n, boolean first, Scratch scratch) {
        float[] target = HeapBlock.floats(y);
        int at = y.offset() + position;
        if (!accumulate && inStep(a, y) && inStep(b, y)) {
            f.apply(p, q, HeapBlock.floats(a), HeapBlock.floats(b), target, at, at + n, scratch.work);
            return;
        }
        load(a, position, n, first, scratch.a);
        float[] second = a.equals(b) ? scratch.a : scratch.b;
        if (second == scratch.b) {
            load(b, position, n, first, second);
        }
        f.apply(p, q, scratch.a, second, scratch.c, 0, n, scratch.work);
        store(scratch.c, n, accumulate, target, at, scratch);
    }

    /** Whether element i of both lies at the same index of their arrays. */
    private static boolean inStep(Buffer x, Buffer y) {
        return x.offset() == y.offset() && x.length() == y.length();
    }

    /** How many elements a tile takes, so that an operand which repeats begins anew with each tile, if it fits. */
    static int step(int period) {
        return period > Scratch.TILE ? Scratch.TILE : Scratch.TILE / period * period;
    }

    static int tiles(int length, int step) {
        return (int) (((long) length + step - 1) / step);
    }

    /**
     * tile = the n elements of x from {@code position} on, where x repeats if it is shorter. One that repeats within a tile
     * is the same in all, so it is loaded into a range's first tile only.
     */
    static void load(Buffer x, int position, int n, boolean first, float[] tile) {
        int period = x.length();
        float[] source = HeapBlock.floats(x);
        if (position + n <= period) {
            System.arraycopy(source, x.offset() + position, tile, 0, n);
        } else if (period > Scratch.TILE) {
            int start = position % period;
            int head = Math.min(n, period - start);
            System.arraycopy(source, x.offset() + start, tile, 0, head);
            System.arraycopy(source, x.offset(), tile, head, n - head);
        } else if (first && period == 1) {
            Arrays.fill(tile, source[x.offset()]);
        } else if (first) {
            repeat(source, x.offset(), period, tile);
        }
    }

    private static void repeat(float[] source, int offset, int period, float[] tile) {
        System.arraycopy(source, offset, tile, 0, period);
        for (int filled = period; filled < tile.length; filled *= 2) {
            System.arraycopy(tile, 0, tile, filled, Math.min(filled, tile.length - filled));
        }
    }

    /** Writes a tile's n elements to the target, or adds them; uses the scratch tile d. */
    static void store(float[] tile, int n, boolean accumulate, float[] target, int at, Scratch scratch) {
        if (accumulate) {
            System.arraycopy(target, at, scratch.d, 0, n);
            BinaryKernels.add(0, 0, scratch.d, tile, scratch.d, 0, n, scratch.work);
            System.arraycopy(scratch.d, 0, target, at, n);
        } else {
            System.arraycopy(tile, 0, target, at, n);
        }
    }
}
