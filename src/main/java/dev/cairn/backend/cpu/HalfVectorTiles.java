package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of one vector of columns in which each row is two vectors of half the length. They have the same bits as {@link ColumnTiles}
 * and are faster where the processor executes a whole vector's instruction in two halves: a broadcast that serves one multiply-add
 * makes it a third slower there, half a broadcast that serves two costs nothing.
 *
 * <p>
 * Written out as {@link VectorTiles} is. Rows of C lie one behind the other and p begins where A does, since each further address
 * would cost the loop a register: the compiler has fourteen.
 */
final class HalfVectorTiles {

    private static final VectorSpecies<Float> HALF = FloatVector.SPECIES_256;
    private static final int LANES = HALF.length();
    /** Whether they are faster here. */
    static final boolean PAY = VectorTiles.LANES == 2 * LANES && Processor.halvesLongVectors();

    private HalfVectorTiles() {
    }

    /** Four rows of C where rows of A are stored; those past {@code lastRow} are sums of the last row of A too. */
    static void fourRows(int k, float[] a, int aOffset, int lda, int lastRow, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset) {
        FloatVector zero = FloatVector.zero(HALF);
        int r1 = Math.min(1, lastRow) * lda;
        int r2 = Math.min(2, lastRow) * lda;
        int r3 = Math.min(3, lastRow) * lda;
        FloatVector x0 = accumulate ? FloatVector.fromArray(HALF, c, cOffset) : zero;
        FloatVector y0 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + LANES) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 2 * LANES) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 3 * LANES) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 4 * LANES) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 5 * LANES) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 6 * LANES) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 7 * LANES) : zero;
        int row = bOffset;
        for (int p = aOffset; p < aOffset + k; p++) {
            FloatVector b0 = FloatVector.fromArray(HALF, b, row);
            FloatVector b1 = FloatVector.fromArray(HALF, b, row + LANES);
            FloatVector v0 = FloatVector.broadcast(HALF, a[p]);
            x0 = v0.fma(b0, x0);
            y0 = v0.fma(b1, y0);
            FloatVector v1 = FloatVector.broadcast(HALF, a[p + r1]);
            x1 = v1.fma(b0, x1);
            y1 = v1.fma(b1, y1);
            FloatVector v2 = FloatVector.broadcast(HALF, a[p + r2]);
            x2 = v2.fma(b0, x2);
            y2 = v2.fma(b1, y2);
            FloatVector v3 = FloatVector.broadcast(HALF, a[p + r3]);
            x3 = v3.fma(b0, x3);
            y3 = v3.fma(b1, y3);
            row += ldb;
        }
        x0.intoArray(c, cOffset);
        y0.intoArray(c, cOffset + LANES);
        x1.intoArray(c, cOffset + 2 * LANES);
        y1.intoArray(c, cOffset + 3 * LANES);
        x2.intoArray(c, cOffset + 4 * LANES);
        y2.intoArray(c, cOffset + 5 * LANES);
        x3.intoArray(c, cOffset + 6 * LANES);
        y3.intoArray(c, cOffset + 7 * LANES);
    }

    /** Eight rows of C where columns of A are stored. */
    static void eightRows(int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
            boolean accumulate, float[] c, int cOffset) {
        FloatVector zero = FloatVector.zero(HALF);
        FloatVector x0 = accumulate ? FloatVector.fromArray(HALF, c, cOffset) : zero;
        FloatVector y0 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + LANES) : zero;
        FloatVector x1 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 2 * LANES) : zero;
        FloatVector y1 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 3 * LANES) : zero;
        FloatVector x2 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 4 * LANES) : zero;
        FloatVector y2 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 5 * LANES) : zero;
        FloatVector x3 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 6 * LANES) : zero;
        FloatVector y3 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 7 * LANES) : zero;
        FloatVector x4 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 8 * LANES) : zero;
        FloatVector y4 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 9 * LANES) : zero;
        FloatVector x5 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 10 * LANES) : zero;
        FloatVector y5 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 11 * LANES) : zero;
        FloatVector x6 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 12 * LANES) : zero;
        FloatVector y6 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 13 * LANES) : zero;
        FloatVector x7 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 14 * LANES) : zero;
        FloatVector y7 = accumulate ? FloatVector.fromArray(HALF, c, cOffset + 15 * LANES) : zero;
        int column = aOffset;
        int row = bOffset;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(HALF, b, row);
            FloatVector b1 = FloatVector.fromArray(HALF, b, row + LANES);
            FloatVector v0 = FloatVector.broadcast(HALF, a[column]);
            x0 = v0.fma(b0, x0);
            y0 = v0.fma(b1, y0);
            FloatVector v1 = FloatVector.broadcast(HALF, a[column + 1]);
            x1 = v1.fma(b0, x1);
            y1 = v1.fma(b1, y1);
            FloatVector v2 = FloatVector.broadcast(HALF, a[column + 2]);
            x2 = v2.fma(b0, x2);
            y2 = v2.fma(b1, y2);
            FloatVector v3 = FloatVector.broadcast(HALF, a[column + 3]);
            x3 = v3.fma(b0, x3);
            y3 = v3.fma(b1, y3);
            FloatVector v4 = FloatVector.broadcast(HALF, a[column + 4]);
            x4 = v4.fma(b0, x4);
            y4 = v4.fma(b1, y4);
            FloatVector v5 = FloatVector.broadcast(HALF, a[column + 5]);
            x5 = v5.fma(b0, x5);
            y5 = v5.fma(b1, y5);
            FloatVector v6 = FloatVector.broadcast(HALF, a[column + 6]);
            x6 = v6.fma(b0, x6);
            y6 = v6.fma(b1, y6);
            FloatVector v7 = FloatVector.broadcast(HALF, a[column + 7]);
            x7 = v7.fma(b0, x7);
            y7 = v7.fma(b1, y7);
            row += ldb;
            column += lda;
        }
        x0.intoArray(c, cOffset);
        y0.intoArray(c, cOffset + LANES);
        x1.intoArray(c, cOffset + 2 * LANES);
        y1.intoArray(c, cOffset + 3 * LANES);
        x2.intoArray(c, cOffset + 4 * LANES);
        y2.intoArray(c, cOffset + 5 * LANES);
        x3.intoArray(c, cOffset + 6 * LANES);
        y3.intoArray(c, cOffset + 7 * LANES);
        x4.intoArray(c, cOffset + 8 * LANES);
        y4.intoArray(c, cOffset + 9 * LANES);
        x5.intoArray(c, cOffset + 10 * LANES);
        y5.intoArray(c, cOffset + 11 * LANES);
        x6.intoArray(c, cOffset + 12 * LANES);
        y6.intoArray(c, cOffset + 13 * LANES);
        x7.intoArray(c, cOffset + 14 * LANES);
        y7.intoArray(c, cOffset + 15 * LANES);
    }
}
