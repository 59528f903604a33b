package dev.cairn.backend.cpu;

/**
 * The blocks of rows, or of columns, into which the C[m,n] of a product is cut for the threads of a pool; they depend on shape
 * and number of threads alone. Kept and cut anew for each product, so that none makes garbage.
 */
final class Blocks {
    /** Below this, handing work to another thread costs more than it saves. */
    private static final long MIN_MULTIPLY_ADDS_PER_BLOCK = 50_000;
    /** From here on a thread gets two blocks, so that one that lags can leave a block to the others. */
    private static final long MULTIPLY_ADDS_FOR_TWO_BLOCKS = 1_000_000;
    /** Rows a thread from which on cutting rows beats cutting columns, whatever the shape. */
    private static final int MANY_ROWS = 64;
    private static final int COLUMN_ALIGNMENT = 16;

    private int m;
    private int n;
    private boolean ofRows;
    private int count;

    /** Cuts the C of a product over k; returns whether there is more than one block. */
    boolean cut(int m, int n, int k, int threads) {
        this.m = m;
        this.n = n;
        ofRows = m >= n || m >= threads * MANY_ROWS;
        long multiplyAdds = (long) m * n * k;
        boolean twice = multiplyAdds / threads >= MULTIPLY_ADDS_FOR_TWO_BLOCKS;
        long wanted = Math.min(twice ? 2L * threads : threads, multiplyAdds / MIN_MULTIPLY_ADDS_PER_BLOCK);
        int most = ofRows ? m : strips();
        count = threads == 1 ? 1 : Math.clamp(wanted, 1, Math.max(1, most));
        return count > 1;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    int firstRow(int block) {
        return ofRows ? WorkerPool.start(m, count, block) : 0;
    }

    int rows(int block) {
        return ofRows ? firstRow(block + 1) - firstRow(block) : m;
    }

    int firstColumn(int block) {
        return ofRows ? 0 : Math.min(n, WorkerPool.start(strips(), count, block) * COLUMN_ALIGNMENT);
    }

    int columns(int block) {
        return ofRows ? n : firstColumn(block + 1) - firstColumn(block);
    }

    private int strips() {
        return (n + COLUMN_ALIGNMENT - 1) / COLUMN_ALIGNMENT;
    }
}
