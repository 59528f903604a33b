package dev.cairn.backend.cpu;

/**
 * The blocks of rows, or of columns, into which the C[m,n] of a product is cut for the threads of a pool; they depend on shape
 * and number of threads alone. Kept and cut anew for each product, so that none makes garbage.
 */
final class Blocks {
    /** Below this, handing work to another thread costs more than it saves. */
    private static final long MIN_MULTIPLY_ADDS_PER_BLOCK = 50_000;
    /** The same with few rows, where most of the time is spent on reading B, which the other core has to fetch. */
    private static final long MIN_MULTIPLY_ADDS_OF_FEW_ROWS = 200_000;
    private static final int FEW_ROWS = 8;
    /**
     * From here on a thread gets two blocks of rows, so that one that lags can leave a block to the others; for columns that would
     * mean to order the whole of A once more.
     */
    private static final long MULTIPLY_ADDS_FOR_TWO_BLOCKS = 1_000_000;
    /** The tiles of rows and vectors of columns that kernels compute at once: a block of fewer rows could have other bits. */
    private static final int ROW_ALIGNMENT = 8;
    private static final int COLUMN_ALIGNMENT = 16;

    private int m;
    private int n;
    private boolean ofRows;
    private int count;

    /**
     * Cuts the C of a product over k; returns whether there is more than one block. The longer side is cut, since each block reads
     * the whole of the other factor, and puts it into an order of its own.
     */
    boolean cut(int m, int n, int k, int threads) {
        this.m = m;
        this.n = n;
        ofRows = m >= n;
        long multiplyAdds = (long) m * n * k;
        boolean twice = ofRows && multiplyAdds / threads >= MULTIPLY_ADDS_FOR_TWO_BLOCKS;
        long least = m < FEW_ROWS ? MIN_MULTIPLY_ADDS_OF_FEW_ROWS : MIN_MULTIPLY_ADDS_PER_BLOCK;
        long wanted = Math.min(twice ? 2L * threads : threads, multiplyAdds / least);
        count = threads == 1 ? 1 : Math.clamp(wanted, 1, Math.max(1, strips()));
        return count > 1;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    int firstRow(int block) {
        return ofRows ? start(m, ROW_ALIGNMENT, block) : 0;
    }

    int rows(int block) {
        return ofRows ? firstRow(block + 1) - firstRow(block) : m;
    }

    int firstColumn(int block) {
        return ofRows ? 0 : start(n, COLUMN_ALIGNMENT, block);
    }

    int columns(int block) {
        return ofRows ? n : firstColumn(block + 1) - firstColumn(block);
    }

    private int start(int length, int alignment, int block) {
        return Math.min(length, WorkerPool.start(strips(), count, block) * alignment);
    }

    private int strips() {
        return ofRows ? strips(m, ROW_ALIGNMENT) : strips(n, COLUMN_ALIGNMENT);
    }

    private static int strips(int length, int alignment) {
        return (length + alignment - 1) / alignment;
    }
}
