package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with so few columns, those of a small layer or of a classifier's last one, that packing would cost more than the
 * arithmetic. C is made one to three vectors of columns at a time; A and B are read where they are, but for a B of which columns
 * are stored. One column or two after the last whole vector are left to {@link LastColumns}; if there are more, what the last vectors
 * have beyond column n is computed and dropped.
 */
final class VectorColumns {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;
    /** Up to so many vectors, reading A once more for each of them is cheaper than packing it. */
    private static final int FEW_VECTORS = 4;
    /** The multiply-adds up to which these loops beat a call of oneDNN. */
    private static final int LIBRARY_CALL = 20_000;
    private static final int AVX_512 = 16;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[] tile = new float[ROWS * 3 * LANES];
        private float[] rows = {};
        private float[] copy = {};

        /** For the rows of a B of which columns are stored. */
        float[] rows(int length) {
            if (rows.length < length) {
                rows = new float[length];
            }
            return rows;
        }

        /** For a copy of B with room behind it. */
        float[] copy(int length) {
            if (copy.length < length) {
                copy = new float[length];
            }
            return copy;
        }
    }

    private VectorColumns() {
    }

    /** Whether C has so few columns, and more rows than one unless a vector holds them. */
    static boolean suit(int m, int n) {
        return n <= LANES || m > 1 && n <= FEW_VECTORS * LANES;
    }

    /**
     * Whether these loops are faster than oneDNN: for one vector of columns, for as little as a call of oneDNN costs, and, as
     * measured with AVX-512 alone, for a few vectors.
     */
    static boolean beatOneDnn(int m, int n, int k) {
        return suit(m, n) && (n <= LANES || (long) m * n * k <= LIBRARY_CALL || LANES == AVX_512 && m >= ROWS / 2);
    }

    /** {@link StridedGemm#gemm}. */
    static void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (transB) {
            float[] rows = WORKSPACES.get().rows(k * n + 3 * LANES);
            for (int j = 0; j < n; j++) {
                int column = bOffset + j * ldb;
                for (int p = 0; p < k; p++) {
                    rows[p * n + j] = b[column + p];
                }
            }
            gemm(transA, m, n, k, a, aOffset, lda, rows, 0, n, accumulate, c, cOffset, ldc);
        } else {
            gemm(transA, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }

    private static void gemm(boolean transA, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int last = LastColumns.of(transA, m, n, k);
        int whole = n - last;
        int rows = transA ? m / LastColumns.STRIP * LastColumns.STRIP : m;
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        vectors(whole, m, k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        if (last > 0) {
            LastColumns.gemm(transA, rows, last, k, a, aOffset, lda, b, bOffset + whole, ldb, accumulate, c,
                    cOffset + whole, ldc);
            vectors(last, m - rows, k, a, aOffset + rows * aRow, aRow, aColumn, b, bOffset + whole, ldb, accumulate, c,
                    cOffset + rows * ldc + whole, ldc);
        }
    }

    /** Vectors of columns, of which the last may be wider than what is left: then B is copied where its last row ends too early. */
    private static void vectors(int n, int m, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        int wide = (n + LANES - 1) / LANES * LANES;
        if (k > 0 && m > 0 && bOffset + (k - 1) * ldb + wide > b.length) {
            int length = (k - 1) * ldb + n;
            float[] copy = WORKSPACES.get().copy(length + LANES);
            System.arraycopy(b, bOffset, copy, 0, length);
            vectors(n, m, k, a, aOffset, aRow, aColumn, copy, 0, ldb, accumulate, c, cOffset, ldc);
            return;
        }
        int lanes;
        for (int j = 0; j < n; j += lanes) {
            lanes = LANES * together(n - j);
            tiles(lanes, Math.min(lanes, n - j), m, k, a, aOffset, aRow, aColumn, b, bOffset + j, ldb, accumulate, c,
                    cOffset + j, ldc);
        }
    }

    /** How many vectors of n columns are computed at once: the fewer times, the less often A is read. */
    private static int together(int n) {
        int vectors = (n + LANES - 1) / LANES;
        return vectors == 3 && VectorTiles.ROWS == ROWS ? 3 : Math.min(2, vectors);
    }

    /** Up to as many columns as one to three vectors have lanes; C passes through a tile where it is not what the loops write. */
    private static void tiles(int lanes, int n, int m, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        float[] tile = WORKSPACES.get().tile;
        boolean one = lanes == LANES;
        int count;
        for (int i = 0; i < m; i += count) {
            count = one ? OneVector.rows(aColumn, m, i) : Math.min(VectorTiles.ROWS, m - i);
            int source = aOffset + i * aRow;
            int target = cOffset + i * ldc;
            if (n == lanes && (!one || OneVector.inPlace(m, count, ldc))) {
                tile(lanes, m, count, k, a, source, aRow, aColumn, b, bOffset, ldb, accumulate, c, target, ldc);
                continue;
            }
            for (int r = 0; accumulate && r < count; r++) {
                System.arraycopy(c, target + r * ldc, tile, r * lanes, n);
            }
            tile(lanes, m, count, k, a, source, aRow, aColumn, b, bOffset, ldb, accumulate, tile, 0, lanes);
            for (int r = 0; r < count; r++) {
                System.arraycopy(tile, r * lanes, c, target + r * ldc, n);
            }
        }
    }

    private static void tile(int lanes, int m, int count, int k, float[] a, int aOffset, int aRow, int aColumn,
            float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (lanes == LANES) {
            OneVector.tile(m, count, k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        } else if (lanes == VectorTiles.COLUMNS) {
            VectorTiles.tile(k, a, aOffset, aRow, aColumn, b, bOffset, ldb, accumulate, c, cOffset, ldc, count - 1);
        } else {
            ColumnTiles.eightRowsOfThree(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c,
                    cOffset, ldc);
        }
    }
}
