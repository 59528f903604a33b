package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right factors that do not change, each packed by the first product that this makes faster. Threads share columns of C, or its
 * rows where those are too few. For the one caller of its pool.
 */
final class ConstantFactors implements WorkerPool.ChunkBody {
    private static final float[] NONE = {};

    private final WorkerPool pool;
    private final boolean packing;
    /** Not packed yet where there is none. */
    private final Map<Buffer, @Nullable PackedFactor> factors = new HashMap<>();

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

    /** B[k,n] does not change any more. */
    void add(Buffer b) {
        if (packing) {
            factors.putIfAbsent(b, null);
        }
    }

    /** B may change again. */
    void remove(Buffer b) {
        factors.remove(b);
    }

    /** Computes C[m,n] = A[m,k] B if B is constant and this is the faster way; returns whether. */
    boolean multiply(int m, int n, int k, Buffer a, Buffer b, Buffer c) {
        if (factors.isEmpty() || !PackedFactor.pays(m, n, k) || !factors.containsKey(b)) {
            return false;
        }
        PackedFactor packed = factors.get(b);
        if (packed == null) {
            packed = new PackedFactor(n, k, HeapBlock.floats(b), b.offset());
            factors.put(b, packed);
        }
        factor = packed;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = HeapBlock.floats(a);
        this.aOffset = a.offset();
        this.c = HeapBlock.floats(c);
        this.cOffset = c.offset();
        byColumns = packed.parts() >= pool.threads();
        chunks = Math.min(pool.threads(), byColumns ? packed.parts() : strips());
        try {
            pool.run(chunks, this);
        } finally {
            factor = null;
            this.a = NONE;
            this.c = NONE;
        }
        return true;
    }

    private int strips() {
        return (m + VectorGemm.TILE_ROWS - 1) / VectorGemm.TILE_ROWS;
    }

    @Override
    public void run(int chunk) {
        PackedFactor packed = factor;
        if (packed == null) {
            return;
        }
        if (byColumns) {
            int parts = packed.parts();
            packed.multiply(WorkerPool.start(parts, chunks, chunk), WorkerPool.start(parts, chunks, chunk + 1), m, a,
                    aOffset, c, cOffset);
        } else {
            int first = WorkerPool.start(strips(), chunks, chunk) * VectorGemm.TILE_ROWS;
            int end = Math.min(m, WorkerPool.start(strips(), chunks, chunk + 1) * VectorGemm.TILE_ROWS);
            packed.multiply(0, packed.parts(), end - first, a, aOffset + first * k, c, cOffset + first * n);
        }
    }
}
