package dev.cairn.backend.cpu;

/**
 * Shares large products among the threads of a pool, by {@link Blocks} of C. Threads share no sum over k, so the same call
 * gives the same bits every time. For the one caller of its pool.
 */
final class ParallelGemm implements Gemm {

    private final StridedGemm gemm;
    private final WorkerPool pool;
    private final Blocks blocks = new Blocks();
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
        if (!blocks.cut(m, n, k, pool.threads())) {
            gemm.gemm(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset);
            return;
        }
        call.set(transA, transB, n, k, a, aOffset, transA ? m : k, b, bOffset, transB ? k : n, accumulate, c, cOffset);
        try {
            pool.run(blocks.count(), call);
        } finally {
            call.clear();
        }
    }

    /** The arguments of one product; kept and reused, so that a call makes no garbage. */
    private final class Call implements WorkerPool.ChunkBody {
        private static final float[] NONE = {};
        private boolean transA;
        private boolean transB;
        private int n;
        private int k;
        private float[] a = NONE;
        private int aOffset;
        private int lda;
        private float[] b = NONE;
        private int bOffset;
        private int ldb;
        private boolean accumulate;
        private float[] c = NONE;
        private int cOffset;

        void set(boolean transA, boolean transB, int n, int k, float[] a, int aOffset, int lda, float[] b, int bOffset,
                int ldb, boolean accumulate, float[] c, int cOffset) {
            this.transA = transA;
            this.transB = transB;
            this.n = n;
            this.k = k;
            this.a = a;
            this.aOffset = aOffset;
            this.lda = lda;
            this.b = b;
            this.bOffset = bOffset;
            this.ldb = ldb;
            this.accumulate = accumulate;
            this.c = c;
            this.cOffset = cOffset;
        }

        void clear() {
            a = NONE;
            b = NONE;
            c = NONE;
        }

        @Override
        public void run(int block) {
            int i = blocks.firstRow(block);
            int j = blocks.firstColumn(block);
            gemm.gemm(transA, transB, blocks.rows(block), blocks.columns(block), k, a, aOffset + i * (transA ? 1 : lda),
                    lda, b, bOffset + j * (transB ? ldb : 1), ldb, accumulate, c, cOffset + i * n + j, n);
        }
    }
}
