package dev.cairn.backend.cuda;

/** How many blocks of how many threads a kernel is launched with: pure functions of sizes, so a sum's order never changes. */
final class Geometry {
    static final int WARP = 32;
    /** Neighbouring elements that a thread takes together. */
    static final int LANES = 4;
    /** The threads of a block where no block does a row or column by itself. */
    static final int THREADS = 256;
    /** The most blocks that may add up to one number; each leaves its part in {@link Partials}. */
    static final int MOST_PARTS = 1024;

    private static final int MOST_BLOCKS = 2048;
    private static final int MOST_ROW_THREADS = 1024;
    private static final int MOST_COLUMN_THREADS = 512;
    private static final int QUADS_A_ROW_THREAD = 2;
    private static final int MOST_COLUMN_QUADS = 4;
    private static final int ROWS_A_THREAD = 2;

    private Geometry() {
    }

    /** Blocks of {@link #THREADS} for n elements, four a thread; grid-stride loops do what is beyond them. */
    static int elementBlocks(int n) {
        return Math.clamp(Math.ceilDiv(n, LANES * THREADS), 1, MOST_BLOCKS);
    }

    /** Blocks of {@link #THREADS} for one sum of n terms. */
    static int sumBlocks(int n) {
        return Math.min(elementBlocks(n), MOST_PARTS);
    }

    /** Threads that share a row: a warp, or where it is long as many warps as hold it in their registers. */
    static int teamSize(int columns) {
        return Math.clamp((long) WARP * Math.ceilDiv(columns, WARP * LANES * QUADS_A_ROW_THREAD), WARP,
                MOST_ROW_THREADS);
    }

    /** The threads of a block: one team, or where a warp is a team, several. */
    static int rowThreads(int columns) {
        int team = teamSize(columns);
        return team == WARP ? THREADS : team;
    }

    /** Blocks of {@link #rowThreads}; the teams of a grid go on with further rows. */
    static int rowBlocks(int rows, int columns) {
        return Math.clamp(Math.ceilDiv(rows, rowThreads(columns) / teamSize(columns)), 1, MOST_PARTS);
    }

    /** How many neighbouring quads of columns one block takes, a power of two: 64 bytes of a row at most. */
    static int columnWidth(int columns) {
        return (int) Math.min(powerOfTwo(Math.ceilDiv(columns, LANES)), MOST_COLUMN_QUADS);
    }

    /** Blocks of {@link #columnThreads}. */
    static int columnBlocks(int columns) {
        return Math.max(1, Math.ceilDiv(columns, LANES * columnWidth(columns)));
    }

    /** A power of two: {@link #columnWidth} threads for every few rows. */
    static int columnThreads(int rows, int columns) {
        long wanted = columnWidth(columns) * powerOfTwo(Math.ceilDiv(rows, ROWS_A_THREAD));
        return Math.clamp(wanted, WARP, MOST_COLUMN_THREADS);
    }

    /** The smallest power of two that is not below n. */
    private static long powerOfTwo(int n) {
        return n <= 1 ? 1 : 2L * Integer.highestOneBit(n - 1);
    }
}
