package dev.cairn.backend.cpu;

/**
 * Shares large products among the threads of a pool, by {@link Blocks}. Where a sum over k is computed in two halves, by however many
 * threads, the second is added to the first, so the same call gives the same bits every time. For the one caller of its pool.
 */
final class ParallelGemm implements Gemm {

    private final StridedGemm gemm;
    private final WorkerPool pool;
    private final Blocks blocks = new Blocks();
    private final Call call = new Call();
    /** What is added to a C, at the same indices: then the compiler makes a loop of vectors. */
    private float[] secondHalf = {};

    ParallelGemm(StridedGemm gemm, WorkerPool pool) {
        this.gemm = gemm;
        this.pool = pool;
    }

    @Override
    public String name() {
        return gemm.name();
    }

    @Override
    public boolean takesPackedFactors() {
        return gemm.takesPackedFactors();
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, boolean accumulate, float[] c, int cOffset) {
        boolean shared = blocks.cut(m, n, k, pool.threads());
        if (blocks.count() == 1) {
            gemm.gemm(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset);
            return;
        }
        int end = cOffset + m * n;
        if (Blocks.inHalves(n, k) && secondHalf.length < end) {
            secondHalf = new float[end];
        }
        call.set(transA, transB, n, a, aOffset, transA ? m : k, b, bOffset, transB ? k : n, accumulate, c, cOffset);
        try {
            if (shared) {
                pool.run(blocks.count(), call);
            } else {
                call.runAll();
            }
        } finally {
            call.clear();
        }
        if (Blocks.inHalves(n, k)) {
            addSecondHalf(c, cOffset, end);
        }
    }

    private void addSecondHalf(float[] c, int from, int end) {
        for (int i = from; i < end; i++) {
            c[i] += secondHalf[i];
        }
    }

    /** The arguments of one product; kept and reused, so that a call makes no garbage. */
    private final class Call implements WorkerPool.ChunkBody {
        private static final float[] NONE = {};
        private boolean transA;
        private boolean transB;
        private int n;
        private float[] a = NONE;
        private int aOffset;
        private int lda;
        private float[] b = NONE;
        private int bOffset;
        private int ldb;
        private boolean accumulate;
        private float[] c = NONE;
        private int cOffset;

        void set(boolean transA, boolean transB, int n, float[] a, int aOffset, int lda, float[] b, int bOffset,
                int ldb, boolean accumulate, float[] c, int cOffset) {
            this.transA = transA;
            this.transB = transB;
            this.n = n;
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

        void runAll() {
            for (int block = 0; block < blocks.count(); block++) {
                run(block);
            }
        }

        @Override
        public void run(int block) {
            int i = blocks.firstRow(block);
            int j = blocks.firstColumn(block);
            int p = blocks.firstTerm(block);
            gemm.gemm(transA, transB, blocks.rows(block), blocks.columns(block), blocks.terms(block), a,
                    aOffset + (transA ? p * lda + i : i * lda + p), lda, b,
                    bOffset + (transB ? j * ldb + p : p * ldb + j),
                    ldb, accumulate && p == 0, p == 0 ? c : secondHalf, cOffset + i * n + j, n);
        }
    }
}
