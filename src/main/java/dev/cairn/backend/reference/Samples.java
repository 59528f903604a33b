package dev.cairn.backend.reference;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/** Gathering batches from data sets, and counting what a classifier got right. */
final class Samples {
    private Samples() {
    }

    static void gather(Buffer source, Ints indices, @Nullable Reals scale, @Nullable Reals shift, Reals y) {
        int width = y.length() / indices.length();
        for (int i = 0; i < y.length(); i++) {
            double x = element(source, indices.get(i / width) * width + i % width);
            double factor = scale == null ? 1 : scale.repeated(i % width);
            double offset = shift == null ? 0 : shift.repeated(i % width);
            y.set(i, x * factor + offset);
        }
    }

    private static double element(Buffer source, int i) {
        ReferenceBlock block = (ReferenceBlock) source.block();
        int at = source.offset() + i;
        return block.type() == ElementType.UINT8 ? block.bytes[at] & 0xFF : block.reals[at];
    }

    static void gather(Ints source, Ints indices, Ints y) {
        int width = y.length() / indices.length();
        for (int i = 0; i < y.length(); i++) {
            y.set(i, source.get(indices.get(i / width) * width + i % width));
        }
    }

    static void scatter(Reals x, Ints indices, Reals y) {
        int width = x.length() / indices.length();
        for (int i = 0; i < x.length(); i++) {
            y.set(indices.get(i / width) * width + i % width, x.get(i));
        }
    }

    static void oneHot(Ints labels, Reals y) {
        int classes = y.length() / labels.length();
        for (int i = 0; i < y.length(); i++) {
            y.set(i, labels.get(i / classes) == i % classes ? 1 : 0);
        }
    }

    /** The first column of the largest element, NaN being the smallest. */
    static int argmax(Reals row) {
        int best = 0;
        for (int j = 1; j < row.length(); j++) {
            if (ranksBefore(row, j, best)) {
                best = j;
            }
        }
        return best;
    }

    /** How many columns rank before this one. */
    static int rank(Reals row, int column) {
        int rank = 0;
        for (int j = 0; j < row.length(); j++) {
            if (ranksBefore(row, j, column)) {
                rank++;
            }
        }
        return rank;
    }

    /** Larger elements rank first, equal ones by column, NaN last. */
    private static boolean ranksBefore(Reals row, int i, int j) {
        double a = row.get(i);
        double b = row.get(j);
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(b) && (!Double.isNaN(a) || i < j);
        }
        return a > b || a == b && i < j;
    }
}
