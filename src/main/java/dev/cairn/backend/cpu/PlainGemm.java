package dev.cairn.backend.cpu;

import static dev.cairn.backend.cpu.MultiplyAdd.multiplyAdd;

import java.util.Arrays;

/**
 * Matrix product in plain Java loops that C2 turns into vector code. C2 does so only where one index serves every array,
 * so blocks of B are first copied into arrays of their own, one per row, and rows of C are summed in two more.
 */
final class PlainGemm implements StridedGemm {

    /** Columns and rows of a block of B: 256 KiB, half of a small second-level cache. */
    private static final int BLOCK_COLUMNS = 512;
    private static final int BLOCK_ROWS = 128;
    /** Rows of B that one pass over two rows of C takes. */
    private static final int UNROLL = 4;
    /** Columns of a transposed B that are read side by side: a cache line. */
    private static final int LINE = 16;

    private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

    private static final class Workspace {
        final float[][] b = new float[BLOCK_ROWS][BLOCK_COLUMNS];
        final float[] c0 = new float[BLOCK_COLUMNS];
        final float[] c1 = new float[BLOCK_COLUMNS];
        final float[] a0 = new float[BLOCK_ROWS];
        final float[] a1 = new float[BLOCK_ROWS];
    }

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
        if (SmallGemm.suits(m, n, k)) {
            SmallGemm.gemm(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, accumulate, c, cOffset, ldc);
            return;
        }
        Workspace work = WORKSPACES.get();
        int aRow = transA ? 1 : lda;
        int aColumn = transA ? lda : 1;
        for (int j = 0; j < n; j += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, n - j);
            for (int p = 0; p < k; p += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, k - p);
                if (transB) {
                    copyTransposed(b, bOffset + j * ldb + p, ldb, rows, columns, work.b);
                } else {
                    copyRows(b, bOffset + p * ldb + j, ldb, rows, columns, work.b);
                }
                multiplyBlock(m, rows, columns, a, aOffset + p * aColumn, aRow, aColumn, work, accumulate || p > 0, c,
                        cOffset + j, ldc);
            }
        }
    }

    private static void copyRows(float[] b, int offset, int ldb, int rows, int columns, float[][] block) {
        for (int p = 0; p < rows; p++) {
            System.arraycopy(b, offset + p * ldb, block[p], 0, columns);
        }
        clearToUnroll(rows, columns, block);
    }

    private static void copyTransposed(float[] b, int offset, int ldb, int rows, int columns, float[][] block) {
        for (int first = 0; first < rows; first += LINE) {
            int end = Math.min(rows, first + LINE);
            for (int j = 0; j < columns; j++) {
                int column = offset + j * ldb;
                for (int p = first; p < end; p++) {
                    block[p][j] = b[column + p];
                }
            }
        }
        clearToUnroll(rows, columns, block);
    }

    private static void clearToUnroll(int rows, int columns, float[][] block) {
        for (int p = rows; p % UNROLL != 0; p++) {
            Arrays.fill(block[p], 0, columns, 0f);
        }
    }

    /** Two rows of C at a time: C[m,columns] (+)= A[m,rows] block. */
    private static void multiplyBlock(int m, int rows, int columns, float[] a, int aOffset, int aRow, int aColumn,
            Workspace work, boolean accumulate, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i += 2) {
            int second = Math.min(i + 1, m - 1); // an odd last row is computed twice and stored once
            gatherRow(a, aOffset + i * aRow, aColumn, rows, work.a0);
            gatherRow(a, aOffset + second * aRow, aColumn, rows, work.a1);
            int c0 = cOffset + i * ldc;
            int c1 = cOffset + second * ldc;
            if (accumulate) {
                System.arraycopy(c, c0, work.c0, 0, columns);
                System.arraycopy(c, c1, work.c1, 0, columns);
            } else {
                Arrays.fill(work.c0, 0, columns, 0f);
                Arrays.fill(work.c1, 0, columns, 0f);
            }
            for (int p = 0; p < rows; p += UNROLL) {
                addFourRows(work, p, columns);
            }
            System.arraycopy(work.c1, 0, c, c1, columns);
            System.arraycopy(work.c0, 0, c, c0, columns);
        }
    }

    private static void gatherRow(float[] a, int offset, int step, int rows, float[] row) {
        for (int p = 0; p < rows; p++) {
            row[p] = a[offset + p * step];
        }
        for (int p = rows; p % UNROLL != 0; p++) {
            row[p] = 0f;
        }
    }

    private static void addFourRows(Workspace work, int p, int columns) {
        float[] a0 = work.a0;
        float[] a1 = work.a1;
        addFourRows(work.c0, work.c1, work.b[p], work.b[p + 1], work.b[p + 2], work.b[p + 3], columns, a0[p],
                a0[p + 1], a0[p + 2], a0[p + 3], a1[p], a1[p + 1], a1[p + 2], a1[p + 3]);
    }

    private static void addFourRows(float[] c0, float[] c1, float[] b0, float[] b1, float[] b2, float[] b3, int columns,
            float x0, float x1, float x2, float x3, float y0, float y1, float y2, float y3) {
        for (int j = 0; j < columns; j++) {
            float v0 = b0[j];
            float v1 = b1[j];
            float v2 = b2[j];
            float v3 = b3[j];
            c0[j] = multiplyAdd(x3, v3, multiplyAdd(x2, v2, multiplyAdd(x1, v1, multiplyAdd(x0, v0, c0[j]))));
            c1[j] = multiplyAdd(y3, v3, multiplyAdd(y2, v2, multiplyAdd(y1, v1, multiplyAdd(y0, v0, c1[j]))));
        }
    }
}
