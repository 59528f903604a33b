package dev.cairn.backend.cpu;

import java.util.Arrays;

/**
 * Packing: blocks of A and B are copied into the order in which {@link VectorTiles} reads them. A panel of A is
 * {@code rows} wide and holds, for each step of k, that many values of one column; a panel of B likewise holds pieces of
 * rows.
 */
final class Panels {

    /** Steps of k for which a panel is filled across before the next ones: the written part stays in a cache. */
    private static final int STRIP = 64;

    private Panels() {
    }

    /**
     * Packs A[m,k] into panels of {@code rows} rows; the last panel repeats A's last row.
     *
     * @param transposed the source holds A's columns as its rows
     */
    static void packA(boolean transposed, int m, int k, float[] a, int offset, int lda, int rows, float[] packed) {
        for (int i = 0; i < m; i += rows) {
            int count = Math.min(rows, m - i);
            int target = i * k;
            if (transposed) {
                copyAlong(count, k, a, offset + i, lda, rows, packed, target);
            } else {
                copyAcross(count, k, a, offset + i * lda, lda, rows, packed, target);
            }
            for (int r = count; r < rows; r++) {
                repeat(k, rows, packed, target + r);
            }
        }
    }

    /**
     * Packs B[k,n] into panels of {@code columns} columns; the last panel is filled with zeros.
     *
     * @param transposed the source holds B's columns as its rows
     */
    static void packB(boolean transposed, int n, int k, float[] b, int offset, int ldb, int columns, float[] packed,
            int packedOffset) {
        for (int j = 0; j < n; j += columns) {
            int count = Math.min(columns, n - j);
            int target = packedOffset + j * k;
            if (count < columns) {
                Arrays.fill(packed, target, target + columns * k, 0f);
            }
            if (transposed) {
                copyAcross(count, k, b, offset + j * ldb, ldb, columns, packed, target);
            } else {
                copyAlong(count, k, b, offset + j, ldb, columns, packed, target);
            }
        }
    }

    /** Source rows are steps of k: each becomes {@code count} neighbours of the panel. */
    private static void copyAlong(int count, int k, float[] source, int offset, int ld, int width, float[] packed,
            int target) {
        for (int p = 0; p < k; p++) {
            System.arraycopy(source, offset + p * ld, packed, target + p * width, count);
        }
    }

    /** Source rows run along k: each becomes a column of the panel, a strip at a time. */
    private static void copyAcross(int count, int k, float[] source, int offset, int ld, int width, float[] packed,
            int target) {
        for (int first = 0; first < k; first += STRIP) {
            int end = Math.min(k, first + STRIP);
            for (int r = 0; r < count; r++) {
                int row = offset + r * ld;
                int column = target + r;
                for (int p = first; p < end; p++) {
                    packed[column + p * width] = source[row + p];
                }
            }
        }
    }

    private static void repeat(int k, int width, float[] packed, int column) {
        for (int p = 0; p < k; p++) {
            packed[column + p * width] = packed[column + p * width - 1];
        }
    }
}
