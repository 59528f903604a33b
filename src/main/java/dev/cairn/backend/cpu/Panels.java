package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * Packing: a block of a factor is copied into the order in which the tiles of {@link VectorGemm} read it. B becomes panels that are
 * one tile wide and hold pieces of B's rows one behind the other; a transposed A becomes strips as high as a tile, which hold pieces
 * of its stored rows.
 */
final class Panels {

    /** Rows of a transposed B for which a panel is filled across before the next ones: the written part stays in a cache. */
    private static final int STRIP = 64;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorGemm.TILE_COLUMNS;
    private static final int HEIGHT = VectorGemm.TILE_ROWS;
    /** Two lines of a cache between panels: the same place in each would otherwise share few ways of it. */
    private static final int GAP = 32;

    private Panels() {
    }

    /** The distance between panels of k rows. */
    static int panelDistance(int k) {
        return k * WIDTH + GAP;
    }

    /** The room that n columns of k rows take, whole panels. */
    static int panelsLength(int n, int k) {
        return n / WIDTH * panelDistance(k);
    }

    /**
     * Packs B[k,n] of whole panels.
     *
     * @param transposed the source holds B's columns as its rows
     */
    static void packPanels(boolean transposed, int n, int k, float[] b, int offset, int ldb, float[] packed,
            int packedOffset) {
        if (transposed) {
            for (int j = 0; j < n; j += WIDTH) {
                copyColumns(k, b, offset + j * ldb, ldb, packed, packedOffset + j / WIDTH * panelDistance(k));
            }
        } else {
            copyRows(n, k, b, offset, ldb, packed, packedOffset);
        }
    }

    /** A row after the other, all panels at once: memory is fastest when it is read from front to back. */
    private static void copyRows(int n, int k, float[] b, int offset, int ldb, float[] packed,
            int packedOffset) {
        int distance = panelDistance(k);
        for (int p = 0; p < k; p++) {
            int source = offset + p * ldb;
            int target = packedOffset + p * WIDTH;
            for (int j = 0; j < n; j += WIDTH) {
                for (int v = 0; v < WIDTH; v += LANES) {
                    FloatVector.fromArray(VectorTiles.SPECIES, b, source + j + v).intoArray(packed, target + v);
                }
                target += distance;
            }
        }
    }

    /** Each stored row becomes a column of the panel, a strip at a time. */
    private static void copyColumns(int k, float[] b, int offset, int ldb, float[] packed, int target) {
        for (int first = 0; first < k; first += STRIP) {
            int end = Math.min(k, first + STRIP);
            for (int r = 0; r < WIDTH; r++) {
                int row = offset + r * ldb;
                int column = target + r;
                for (int p = first; p < end; p++) {
                    packed[column + p * WIDTH] = b[row + p];
                }
            }
        }
    }

    /** The distance between strips of k columns of A. */
    static int stripDistance(int k) {
        return k * HEIGHT + GAP;
    }

    /** The room that m rows of k columns take. */
    static int stripsLength(int m, int k) {
        return (m + HEIGHT - 1) / HEIGHT * stripDistance(k);
    }

    /**
     * Packs the strips of A[m,k], of which columns are stored; a last one that is not full is left as it happens to be. Whole vectors
     * are copied, and what one has beyond its strip is overwritten by the next row or lies in the gap: vectors of another length would
     * spoil what the compiler knows of these.
     */
    static void packStrips(int m, int k, float[] a, int offset, int lda, float[] packed) {
        int distance = stripDistance(k);
        int end = m - Math.ceilDiv(HEIGHT, LANES) * LANES;
        for (int p = 0; p < k; p++) {
            int source = offset + p * lda;
            int target = p * HEIGHT;
            int i = 0;
            for (; i <= end; i += HEIGHT) {
                for (int r = 0; r < HEIGHT; r += LANES) {
                    FloatVector.fromArray(VectorTiles.SPECIES, a, source + i + r).intoArray(packed, target + r);
                }
                target += distance;
            }
            for (; i < m; i += HEIGHT) {
                System.arraycopy(a, source + i, packed, target, Math.min(HEIGHT, m - i));
                target += distance;
            }
        }
    }
}
