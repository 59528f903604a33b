package dev.cairn.backend.cpu;

/** One vector of columns of C, cut into tiles of rows by how A is stored. A row has the same bits in each tile; a C of one row has others. */
final class OneVector {

    private static final int ROWS = 8;
    private static final int ROWS_OF_HALVES = 4;

    private OneVector() {
    }

    /** How many rows of C[m, LANES] the tile has that begins at row {@code i}. */
    static int rows(int aColumn, int m, int i) {
        return Math.min(HalfVectorTiles.PAY && aColumn == 1 ? ROWS_OF_HALVES : ROWS, m - i);
    }

    /** Whether the loops can write such a tile into C itself: those of half vectors write all their rows, one behind the other. */
    static boolean inPlace(int m, int count, int ldc) {
        return !HalfVectorTiles.PAY || m == 1
                || ldc == VectorTiles.LANES && (count == ROWS || count == ROWS_OF_HALVES);
    }

    /** A tile of as many rows as {@link #rows} says; where it is not {@link #inPlace}, C has room for eight, one behind the other. */
    static void tile(int m, int count, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset,
            int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (m == 1 && aColumn == 1) {
            ColumnTiles.oneRow(k, a, aOffset, b, bOffset, ldb, accumulate, c, cOffset);
        } else if (HalfVectorTiles.PAY && aColumn == 1) {
            HalfVectorTiles.fourRows(k, a, aOffset, aRow, count - 1, b, bOffset, ldb, accumulate, c, cOffset);
        } else if (HalfVectorTiles.PAY && count == ROWS) {
            HalfVectorTiles.eightRows(k, a, aOffset, aColumn, b, bOffset, ldb, accumulate, c, cOffset);
        } else if (count > ROWS / 2) {
            ColumnTiles.eightRows(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c, cOffset,
                    ldc);
        } else {
            ColumnTiles.fourRows(k, a, aOffset, aRow, aColumn, count - 1, b, bOffset, ldb, accumulate, c, cOffset, ldc);
        }
    }
}
