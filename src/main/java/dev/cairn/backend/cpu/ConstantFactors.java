package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right factors that do not change, each packed by the first product that this makes faster. Threads share the columns of C or
 * its rows, whichever gives the last of them less to do. For the one caller of its pool.
 */
final class ConstantFactors implements WorkerPool.ChunkBody {
    private static final float[] NONE = {};

    /** What is known of a factor: the first product that gains from it decides how it is packed. */
    private static final class Kept {
        @Nullable
        PackedFactor packed;
        boolean outOfMemory;

        /** The factor as B[k,n], or null where it is packed otherwise or there is no memory for it. */
        @Nullable
        PackedFactor as(int n, int k, Buffer b) {
            if (packed == null && !outOfMemory) {
                try {
                    packed = new PackedFactor(n, k, HeapBlock.floats(b), b.offset());
                } catch (OutOfMemoryError e) { // nothing but time is lost
                    outOfMemory = true;
                }
            }
            return packed != null && packed.isOf(n, k) ? packed : null;
        }
    }

    private final WorkerPool pool;
    private final boolean packing;
    private final Map<Buffer, Kept> factors = new HashMap<>();

    // The product under way.
    private @Nullable PackedFactor factor;
    private int m;
    private int n;
    private int k;
    private int chunks;
    private boolean byColumns;
    private float[] a = NONE;
    private int aOffset;
    private float[] c = NONE;
    private int cOffset;

    /** @param gemm what computes all other products */
    ConstantFactors(Gemm gemm, WorkerPool pool) {
        this.pool = pool;
        packing = gemm.takesPackedFactors();
    }

    /** B does not change any more. */
    void add(Buffer b) {
        if (packing) {
            factors.putIfAbsent(b, new Kept());
        }
    }

    /** B may change again. */
    void remove(Buffer b) {
        factors.remove(b);
    }

    /** Computes C[m,n] = A[m,k] B if B is constant and this is the faster way; returns whether. */
    boolean multiply(int m, int n, int k, Buffer a, Buffer b, Buffer c) {
        if (factors.isEmpty() || !PackedFactor.pays(m, n, k)) {
            return false;
        }
        Kept kept = factors.get(b);
        PackedFactor packed = kept == null ? null : kept.as(n, k, b);
        if (packed == null) {
            return false;
        }
        factor = packed;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = HeapBlock.floats(a);
        this.aOffset = a.offset();
        this.c = HeapBlock.floats(c);
        this.cOffset = c.offset();
        byColumns = byColumns(packed.parts(), strips(m), pool.threads());
        chunks = Math.min(pool.threads(), byColumns ? packed.parts() : strips(m));
        try {
            pool.run(chunks, this);
        } finally {
            factor = null;
            this.a = NONE;
            this.c = NONE;
        }
        return true;
    }

    /** Whether columns are cut: then a thread has fewer tiles to compute, or as many. */
    static boolean byColumns(int parts, int strips, int threads) {
        long columns = Math.ceilDiv(parts, Math.min(threads, parts));
        long rows = Math.ceilDiv(strips, Math.min(threads, strips));
        return columns * strips <= rows * parts;
    }

    /** Of whole tiles; a single row belongs to the strip before it, since alone it would be summed in another order. */
    static int strips(int m) {
        return Math.max(1, (m + VectorGemm.TILE_ROWS - 2) / VectorGemm.TILE_ROWS);
    }

    @Override
    public void run(int chunk) {
        PackedFactor packed = Objects.requireNonNull(factor);
        if (byColumns) {
            int parts = packed.parts();
            packed.multiply(WorkerPool.start(parts, chunks, chunk), WorkerPool.start(parts, chunks, chunk + 1), m, a,
                    aOffset, c, cOffset);
        } else {
            int first = WorkerPool.start(strips(m), chunks, chunk) * VectorGemm.TILE_ROWS;
            int end = chunk == chunks - 1
                    ? m
                    : WorkerPool.start(strips(m), chunks, chunk + 1) * VectorGemm.TILE_ROWS;
            packed.multiply(0, packed.parts(), end - first, a, aOffset + first * k, c, cOffset + first * n);
        }
    }
}
