package dev.cairn.backend.cuda;

/** How many blocks of how many threads a kernel is launched with: pure functions of sizes, so a sum's order never changes. */
final class Geometry {
    static final int WARP = 32;
    /** The threads of a block where every thread works for itself. */
    static final int THREADS = 256;
    /** The most blocks that may add up to one number; each leaves its part in {@link Partials}. */
    static final int MOST_PARTS = 1024;

    private static final int MOST_BLOCKS = 2048;
    private static final int MOST_THREADS = 1024;
    private static final int MOST_ROW_THREADS = 512;
    private static final int ELEMENTS_A_PART = 1024;
    private static final int ROWS_A_THREAD = 4;

    private Geometry() {
    }

    /** Blocks of {@link #THREADS} for n elements; grid-stride loops do what is beyond them. */
    static int elementBlocks(int n) {
        return Math.clamp(Math.ceilDiv(n, THREADS), 1, MOST_BLOCKS);
    }

    /** Blocks of {@link #THREADS} for one sum of n terms. */
    static int sumBlocks(int n) {
        return Math.clamp(Math.ceilDiv(n, ELEMENTS_A_PART), 1, MOST_PARTS);
    }

    /** Blocks where each takes a row at a time. */
    static int rowBlocks(int rows) {
        return Math.clamp(rows, 1, MOST_PARTS);
    }

    /** Whole warps for one row. */
    static int rowThreads(int columns) {
        return Math.clamp((long) WARP * Math.ceilDiv(columns, WARP), WARP, MOST_ROW_THREADS);
    }

    /** How many neighbouring columns one block takes, a power of two: at most a warp's, for whole cache lines. */
    static int columnWidth(int columns) {
        return (int) Math.min(powerOfTwo(columns), WARP);
    }

    /** Blocks of {@link #columnThreads}. */
    static int columnBlocks(int columns) {
        return Math.max(1, Math.ceilDiv(columns, columnWidth(columns)));
    }

    /** A power of two: {@link #columnWidth} threads for every few rows. */
    static int columnThreads(int rows, int columns) {
        long wanted = columnWidth(columns) * powerOfTwo(Math.ceilDiv(rows, ROWS_A_THREAD));
        return Math.clamp(wanted, WARP, MOST_THREADS);
    }

    /** The smallest power of two that is not below n. */
    private static long powerOfTwo(int n) {
        return n <= 1 ? 1 : 2L * Integer.highestOneBit(n - 1);
    }
}
