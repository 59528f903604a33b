package dev.cairn.backend.cpu;

/**
 * Rounds the factors of a product to bfloat16 where that pays, which its shape alone decides, and leaves other products as they
 * are. Each factor is rounded once, before threads share the product. For the one caller of its pool.
 */
final class Bf16Gemm implements Gemm {
    /** Elements of C for each row and column, from which on the product saves more time than rounding the factors takes. */
    private static final int WORTH_ROUNDING = 150;
    private static final float[] NONE = {};

    private final Gemm others;
    private final WorkerPool pool;
    private final Team team;
    private final OneDnnBf16 product = new OneDnnBf16();
    private final Blocks blocks = new Blocks();
    private final WorkerPool.ChunkBody multiply = this::multiply;

    // The product under way; its factors' memory is kept for the next one.
    private boolean transA;
    private boolean transB;
    private int m;
    private int n;
    private int k;
    private short[] a = {};
    private short[] b = {};
    private boolean accumulate;
    private float[] c = NONE;
    private int cOffset;

    /** @param others computes what is not worth rounding */
    Bf16Gemm(Gemm others, WorkerPool pool, Team team) {
        this.others = others;
        this.pool = pool;
        this.team = team;
    }

    /** Whether rounding the factors of such a product pays. */
    static boolean pays(int m, int n) {
        return (long) m * n >= (long) WORTH_ROUNDING * (m + n);
    }

    @Override
    public String name() {
        return "oneDNN in BF16";
    }

    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, float[] b,
            int bOffset, boolean accumulate, float[] c, int cOffset) {
        if (!pays(m, n)) {
            others.gemm(transA, transB, m, n, k, a, aOffset, b, bOffset, accumulate, c, cOffset);
            return;
        }
        this.transA = transA;
        this.transB = transB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = rounded(m * k, a, aOffset, this.a);
        this.b = rounded(k * n, b, bOffset, this.b);
        this.accumulate = accumulate;
        this.c = c;
        this.cOffset = cOffset;
        blocks.cut(m, n, k, pool.threads());
        try {
            pool.run(blocks.count(), multiply);
        } finally {
            this.c = NONE;
        }
    }

    /** The numbers of a factor, in {@code memory} if it is large enough. */
    private short[] rounded(int length, float[] source, int offset, short[] memory) {
        short[] target = memory.length < length ? new short[length] : memory;
        if (team.alone(length)) {
            Bfloat16.round(source, offset, target, 0, length);
        } else {
            team.share(length, (from, to, scratch) -> Bfloat16.round(source, offset + from, target, from, to - from));
        }
        return target;
    }

    private void multiply(int block) {
        int i = blocks.firstRow(block);
        int j = blocks.firstColumn(block);
        int lda = transA ? m : k;
        int ldb = transB ? k : n;
        product.gemm(transA, transB, blocks.rows(block), blocks.columns(block), k, a, i * (transA ? 1 : lda), lda, b,
                j * (transB ? ldb : 1), ldb, accumulate, c, cOffset + i * n + j, n);
    }
}
