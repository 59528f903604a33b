package dev.cairn.backend.cpu;

import java.util.Arrays;

/**
 * Packing: a block of B is copied into the order in which {@link VectorTiles} reads it, panels that are one tile wide and hold
 * pieces of B's rows one behind the other. The last panel is filled with zeros.
 */
final class Panels {

    /** Rows of B for which a panel is filled across before the next ones: the written part stays in a cache. */
    private static final int STRIP = 64;
    private static final int WIDTH = VectorTiles.COLUMNS;

    private Panels() {
    }

    /**
     * Packs B[k,n].
     *
     * @param transposed the source holds B's columns as its rows
     */
    static void pack(boolean transposed, int n, int k, float[] b, int offset, int ldb, float[] packed) {
        for (int j = 0; j < n; j += WIDTH) {
            int count = Math.min(WIDTH, n - j);
            int target = j * k;
            if (count < WIDTH) {
                Arrays.fill(packed, target, target + WIDTH * k, 0f);
            }
            if (transposed) {
                copyColumns(count, k, b, offset + j * ldb, ldb, packed, target);
            } else {
                copyRows(count, k, b, offset + j, ldb, packed, target);
            }
        }
    }

    private static void copyRows(int count, int k, float[] b, int offset, int ldb, float[] packed, int target) {
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, offset + p * ldb, packed, target + p * WIDTH, count);
        }
    }

    /** Each stored row becomes a column of the panel, a strip at a time. */
    private static void copyColumns(int count, int k, float[] b, int offset, int ldb, float[] packed, int target) {
        for (int first = 0; first < k; first += STRIP) {
            int end = Math.min(k, first + STRIP);
            for (int r = 0; r < count; r++) {
                int row = offset + r * ldb;
                int column = target + r;
                for (int p = first; p < end; p++) {
                    packed[column + p * WIDTH] = b[row + p];
                }
            }
        }
    }
}
