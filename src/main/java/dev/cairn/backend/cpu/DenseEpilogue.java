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
        boolean keepSum = !f.gradientFromResult();
        if (team.alone(UnaryKernels.cost(f) * y.length())) {
            forward(kernel, parameter, bias, z, keepSum, y, step, 0, tiles, team.scratch());
        } else {
            team.share(tiles, (from, to, scratch) -> forward(kernel, parameter, bias, z, keepSum, y, step, from, to,
                    scratch));
        }
    }

    private static void forward(Kernel f, double parameter, Buffer bias, Buffer z, boolean keepSum, Buffer y,
            int step, int firstTile, int endTile, Scratch scratch) {
        for (int tile = firstTile; tile < endTile; tile++) {
            int position = tile * step;
            int n = Math.min(step, y.length() - position);
            Elementwise.load(bias, position, n, tile == firstTile, scratch.b);
            System.arraycopy(HeapBlock.floats(z), z.offset() + position, scratch.a, 0, n);
            BinaryKernels.add(0, 0, scratch.a, scratch.b, scratch.a, 0, n, scratch.work);
            if (keepSum) {
                System.arraycopy(scratch.a, 0, HeapBlock.floats(z), z.offset() + position, n);
            }
            f.apply(parameter, 0, scratch.a, scratch.a, scratch.a, 0, n, scratch.work);
            System.arraycopy(scratch.a, 0, HeapBlock.floats(y), y.offset() + position, n);
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
