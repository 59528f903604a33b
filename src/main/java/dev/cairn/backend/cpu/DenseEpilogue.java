package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Unary;
import org.jspecify.annotations.Nullable;

/** What follows a dense layer's matrix product: bias and activation in one pass, and the same backwards. */
final class DenseEpilogue {
    private final Team team;
    private final LaneSums sums;

    DenseEpilogue(Team team, LaneSums sums) {
        this.team = team;
        this.sums = sums;
    }

    /** y = f(z + bias); z is written where f's gradient is computed from it. */
    void forward(Unary f, double parameter, Buffer bias, Buffer z, Buffer y) {
        Kernel kernel = UnaryKernels.of(f);
        int step = Elementwise.step(bias.length());
        int tiles = Elementwise.tiles(y.length(), step);
        if (team.alone(UnaryKernels.cost(f) * y.length())) {
            forward(kernel, parameter, bias, z, y, step, 0, tiles, team.scratch());
        } else {
            team.share(tiles, (from, to, scratch) -> forward(kernel, parameter, bias, z, y, step, from, to, scratch));
        }
    }

    private static void forward(Kernel f, double parameter, Buffer bias, Buffer z, Buffer y, int step, int firstTile,
            int endTile, Scratch scratch) {
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * step;
            int n = Math.min(step, y.length() - position);
            if (tile == firstTile || bias.length() > n) {
                loadBias(bias, position, n, scratch);
            }
            add(scratch.row(Scratch.TILE), n, HeapBlock.floats(z), z.offset() + position);
            Elementwise.tile(f, parameter, 0, z, z, false, y, position, n, true, scratch);
        }
    }

    /** The bias of a tile as doubles; one that repeats within a tile is the same in all, and is loaded once. */
    private static void loadBias(Buffer bias, int position, int n, Scratch scratch) {
        Elementwise.load(bias, position, n, true, scratch.b);
        double[] values = scratch.row(Scratch.TILE);
        for (int j = 0; j < n; j++) {
            values[j] = scratch.b[j];
        }
    }

    /**
     * z[at + j] += bias[j]. The compiler knows that the elements of a float[] and of a double[] lie apart, and only then makes
     * vectors of a loop over two different indices; the bias is a float and stays one.
     */
    private static void add(double[] bias, int n, float[] z, int at) {
        for (int j = 0; j < n; j++) {
            z[at + j] += (float) bias[j];
        }
    }

    /** dz = dy · f' and dbias = the column sums of dz. */
    void backward(Unary f, double parameter, Buffer saved, Buffer dy, Buffer dz, boolean accumulateBias,
            Buffer dbias) {
        Kernel kernel = f == Unary.IDENTITY && dz.equals(dy) ? null : GradientKernels.of(f);
        int count = sums.prepare(dz.length(), dbias.length());
        if (team.alone(dz.length())) {
            backward(kernel, parameter, saved, dy, dz, count, 0, count, team.scratch());
        } else {
            team.share(count, (from, to, scratch) -> backward(kernel, parameter, saved, dy, dz, count, from, to,
                    scratch));
        }
        sums.foldColumns(count, accumulateBias, dbias);
    }

    /** The lanes from {@code from} to {@code to - 1} of {@link LaneSums}; a kernel of null leaves dz as it is. */
    private void backward(@Nullable Kernel kernel, double parameter, Buffer saved, Buffer dy, Buffer dz, int count,
            int from, int to, Scratch scratch) {
        sums.clear(from, to);
        for (int start = 0; start < dz.length(); start += count) {
            int end = Math.min(to, dz.length() - start);
            for (int lane = from; lane < end; lane += Scratch.TILE) {
                int n = Math.min(end - lane, Scratch.TILE);
                if (kernel != null) {
                    Elementwise.tile(kernel, parameter, 0, saved, dy, false, dz, start + lane, n, true, scratch);
                }
                sums.add(HeapBlock.floats(dz), dz.offset() + start, lane, lane + n);
            }
        }
    }
}
