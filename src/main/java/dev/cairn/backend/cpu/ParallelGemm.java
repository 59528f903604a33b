package dev.cairn.backend.cpu;

/**
 * Shares large products among the threads of a pool, by blocks of rows or columns of C. The blocks depend on shape and
 * number of threads alone, and no sum over k is cut, so the same call gives the same bits every time. For the one caller
 * of its pool.
 */
final class ParallelGemm implements Gemm {

    /** Below this, handing work to another thread costs more than it saves. */
    private static final long MIN_MULTIPLY_ADDS_PER_CHUNK = 50_000;
    /** From here on a thread gets two chunks, so that one that lags can leave a chunk to the others. */
    private static final long MULTIPLY_ADDS_FOR_TWO_CHUNKS = 1_000_000;
    /** Rows a thread from which on cutting rows beats cutting columns, whatever the shape. */
    private static final int MANY_ROWS = 64;
    private static final int COLUMN_ALIGNMENT = 16;

    private final StridedGemm gemm;
    private final WorkerPool pool;
    private final Call call = new Call();

    ParallelGemm(StridedGemm gemm, WorkerPool pool) {
        this.gemm = gemm;
        this.pool = pool;
    }

    @Override
    public String name() {
        return gemm.name();
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, boolean accumulate, float[] c, int cOffset) {
        int chunks = chunks(m, n, k, pool.threads());
        if (chunks == 1) {
            gemm.gemm(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset);
            return;
        }
        call.set(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset, chunks);
        try {
            pool.run(chunks, call);
        } finally {
            call.clear();
        }
    }

    /** Whether the chunks are blocks of rows rather than of columns of C. */
    static boolean cutsRows(int m, int n, int threads) {
        return m >= n || m >= threads * MANY_ROWS;
    }

    /** Into how many chunks a product is cut. */
    static int chunks(int m, int n, int k, int threads) {
        long multiplyAdds = (long) m * n * k;
        boolean twice = multiplyAdds / threads >= MULTIPLY_ADDS_FOR_TWO_CHUNKS;
        long wanted = Math.min(twice ? 2L * threads : threads, multiplyAdds / MIN_MULTIPLY_ADDS_PER_CHUNK);
        int most = cutsRows(m, n, threads) ? m : strips(n);
        return threads == 1 ? 1 : Math.clamp(wanted, 1, Math.max(1, most));
    }

    private static int strips(int n) {
        return (n + COLUMN_ALIGNMENT - 1) / COLUMN_ALIGNMENT;
    }

    /** The arguments of one product; kept and reused, so that a call makes no garbage. */
    private final class Call implements WorkerPool.ChunkBody {
        private static final float[] NONE = {};
        private boolean transA;
        private boolean transB;
        private int m;
        private int n;
        private int k;
        private float[] a = NONE;
        private int aOffset;
        private float[] b = NONE;
        private int bOffset;
        private boolean accumulate;
        private float[] c = NONE;
        private int cOffset;
        private int chunks;

        void set(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset,
                boolean accumulate, float[] c, int cOffset, int chunks) {
            this.transA = transA;
            this.transB = transB;
            this.m = m;
            this.n = n;
            this.k = k;
            this.a = a;
            this.aOffset = aOffset;
            this.b = b;
            this.bOffset = bOffset;
            this.accumulate = accumulate;
            this.c = c;
            this.cOffset = cOffset;
            this.chunks = chunks;
        }

        void clear() {
            a = NONE;
            b = NONE;
            c = NONE;
        }

        @Override
        public void run(int chunk) {
            if (cutsRows(m, n, pool.threads())) {
                int first = WorkerPool.start(m, chunks, chunk);
                rows(first, WorkerPool.start(m, chunks, chunk + 1) - first);
            } else {
                int first = WorkerPool.start(strips(n), chunks, chunk) * COLUMN_ALIGNMENT;
                int end = Math.min(n, WorkerPool.start(strips(n), chunks, chunk + 1) * COLUMN_ALIGNMENT);
                columns(first, end - first);
            }
        }

        private void rows(int first, int count) {
            int lda = transA ? m : k;
            gemm.gemm(transA, transB, count, n, k, a, aOffset + first * (transA ? 1 : lda), lda, b, bOffset,
                    transB ? k : n, accumulate, c, cOffset + first * n, n);
        }

        private void columns(int first, int count) {
            int ldb = transB ? k : n;
            gemm.gemm(transA, transB, m, count, k, a, aOffset, transA ? m : k, b,
                    bOffset + first * (transB ? ldb : 1), ldb, accumulate, c, cOffset + first, n);
        }
    }
}
