package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import java.util.Arrays;

/** Operations on each row of a matrix by itself: sums, spreading. */
final class RowSums {
    private static final long SUM_COST = 4;

    private final Team team;

    RowSums(Team team) {
        this.team = team;
    }

    void sums(Buffer x, boolean accumulate, Buffer y) {
        if (team.alone(SUM_COST * x.length())) {
            sums(x, accumulate, y, 0, y.length(), team.scratch());
        } else {
            team.share(y.length(), (from, to, scratch) -> sums(x, accumulate, y, from, to, scratch));
        }
    }

    private static void sums(Buffer x, boolean accumulate, Buffer y, int firstRow, int endRow, Scratch scratch) {
        int columns = x.length() / y.length();
        float[] target = HeapBlock.floats(y);
        for (int i = firstRow; i < endRow; i++) {
            double sum = LongRow.sum(HeapBlock.floats(x), x.offset() + i * columns, columns, scratch.work);
            int at = y.offset() + i;
            target[at] = (float) (accumulate ? target[at] + sum : sum);
        }
    }

    void spread(Buffer x, boolean accumulate, Buffer y) {
        if (team.alone(y.length())) {
            spread(x, accumulate, y, 0, x.length());
        } else {
            team.share(x.length(), (from, to, scratch) -> spread(x, accumulate, y, from, to));
        }
    }

    private static void spread(Buffer x, boolean accumulate, Buffer y, int firstRow, int endRow) {
        int columns = y.length() / x.length();
        float[] target = HeapBlock.floats(y);
        for (int i = firstRow; i < endRow; i++) {
            float value = HeapBlock.floats(x)[x.offset() + i];
            int from = y.offset() + i * columns;
            if (accumulate) {
                for (int j = from; j < from + columns; j++) {
                    target[j] += value;
                }
            } else {
                Arrays.fill(target, from, from + columns, value);
            }
        }
    }
}
