package dev.cairn.backend.cpu;

/**
 * The blocks of rows, or of columns, into which the C[m,n] of a product is cut for the threads of a pool, or of rows in each half of
 * the sum over k; they depend on shape and number of threads alone. Kept and cut anew for each product, so that none makes garbage.
 */
final class Blocks {
    /**
     * Below this, some 3 us of work, handing it to another thread costs more than it saves: the other core has to fetch what it
     * reads, and beside a busy process the thread may have to be waited for.
     */
    private static final long MIN_MULTIPLY_ADDS_PER_BLOCK = 200_000;
    /**
     * From here on a thread gets two blocks of rows, so that one that lags can leave a block to the others; for columns that would
     * mean to order the whole of A once more.
     */
    private static final long MULTIPLY_ADDS_FOR_TWO_BLOCKS = 1_000_000;
    /**
     * So many rows and columns, or parts of them, kernels compute at once: a block of fewer rows could have other bits. So could one
     * of a single row, which therefore belongs to the block before it.
     */
    private static final int ROW_ALIGNMENT = 8;
    private static final int COLUMN_ALIGNMENT = 16;

    /** Up to so many columns, and from so many elements of B on, sums are made in halves: C is small, B moves between cores slowly. */
    private static final int MAX_COLUMNS_OF_HALVES = 64;
    private static final long MIN_ELEMENTS_OF_HALVES = 40_000;

    private int m;
    private int n;
    private int k;
    private boolean ofRows;
    private int halves;
    private int count;

    /**
     * Whether the second half of a product's sum over k is computed by itself and then added: for any number of rows and threads, or
     * the bits of a row would depend on them. Then a thread reads only one half of B, the one of which it computes gradients and which
     * it updates, and that half stays in its core's cache.
     */
    static boolean inHalves(int n, int k) {
        return n <= MAX_COLUMNS_OF_HALVES && k > n && (long) n * k >= MIN_ELEMENTS_OF_HALVES;
    }

    /**
     * Cuts the C of a product over k; returns whether threads should share the blocks. The longer side is cut, since each block reads
     * the whole of the other factor, and puts it into an order of its own.
     */
    boolean cut(int m, int n, int k, int threads) {
        this.m = m;
        this.n = n;
        this.k = k;
        halves = inHalves(n, k) ? 2 : 1;
        ofRows = m >= n || halves > 1;
        long multiplyAdds = (long) m * n * k;
        boolean twice = ofRows && multiplyAdds / threads >= MULTIPLY_ADDS_FOR_TWO_BLOCKS;
        long most = twice ? 2L * threads : threads;
        long wanted = threads == 1 ? 1 : Math.min(most, multiplyAdds / MIN_MULTIPLY_ADDS_PER_BLOCK);
        count = halves * Math.clamp(wanted / halves, 1, strips());
        return wanted > 1 && count > 1;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    int firstRow(int block) {
        return ofRows ? start(m, ROW_ALIGNMENT, inHalf(block)) : 0;
    }

    int rows(int block) {
        return ofRows ? start(m, ROW_ALIGNMENT, inHalf(block) + 1) - firstRow(block) : m;
    }

    int firstColumn(int block) {
        return ofRows ? 0 : start(n, COLUMN_ALIGNMENT, block);
    }

    int columns(int block) {
        return ofRows ? n : firstColumn(block + 1) - firstColumn(block);
    }

    /** The first term of the sums: 0 but in the second half. */
    int firstTerm(int block) {
        return WorkerPool.start(k, halves, half(block));
    }

    int terms(int block) {
        return WorkerPool.start(k, halves, half(block) + 1) - firstTerm(block);
    }

    private int half(int block) {
        return block / (count / halves);
    }

    private int inHalf(int block) {
        return block % (count / halves);
    }

    private int start(int length, int alignment, int block) {
        int inHalf = count / halves;
        return block == inHalf ? length : WorkerPool.start(strips(), inHalf, block) * alignment;
    }

    private int strips() {
        return ofRows ? strips(m, ROW_ALIGNMENT) : strips(n, COLUMN_ALIGNMENT);
    }

    private static int strips(int length, int alignment) {
        return Math.max(1, (length + alignment - 2) / alignment);
    }
}
