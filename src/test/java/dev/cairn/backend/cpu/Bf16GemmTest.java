package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bf16GemmTest {
    private static final int MOST_THREADS = 3;

    @BeforeEach
    void needsBf16() {
        String obstacle = OneDnnBf16.obstacle();
        assumeTrue(obstacle == null, obstacle);
    }

    /** From where rounding pays; the last two are cut below the limit of a call. */
    @ParameterizedTest
    @CsvSource({"300,300,50", "301,300,33", "160,2400,40", "2400,160,40", "320,320,320", "512,700,1000",
        "700,500,4000"})
    void theSameBitsWithAnyNumberOfThreads(int m, int n, int k) {
        assertThat(Bf16Gemm.pays(m, n)).isTrue();
        for (int flags = 0; flags < 8; flags++) {
            GemmReference product = product(flags, m, n, k);
            float[] one = run(product, 1);
            for (int threads = 2; threads <= MOST_THREADS; threads++) {
                requireSame(product + " with " + threads + " threads", run(product, threads), one);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"300,300,50", "160,2400,40", "2400,160,7"})
    void factorsAreRoundedWhereThatPays(int m, int n, int k) {
        for (int flags = 0; flags < 8; flags++) {
            GemmReference product = product(flags, m, n, k);
            float[] c = run(product, 1);
            round(product.a);
            round(product.b);
            product.check(c);
        }
    }

    @ParameterizedTest
    @CsvSource({"299,300,50", "160,2399,40", "2399,160,40", "128,128,784", "4,4,4"})
    void andAreKeptElsewhereWithAnyNumberOfThreads(int m, int n, int k) {
        assertThat(Bf16Gemm.pays(m, n)).isFalse();
        for (int flags = 0; flags < 8; flags++) {
            GemmReference product = product(flags, m, n, k);
            for (int threads = 1; threads <= MOST_THREADS; threads++) {
                product.check(run(product, threads));
            }
        }
    }

    private static GemmReference product(int flags, int m, int n, int k) {
        return new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, 0);
    }

    private static float[] run(GemmReference product, int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            return product.runContiguous(
                    new Bf16Gemm(GemmChain.ofThisMachine().gemm(pool), pool, new Team(pool, 1)));
        }
    }

    private static void round(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(Bfloat16.of(x[i]) << 16);
        }
    }

    /** Says where they differ first instead of printing them all. */
    private static void requireSame(String what, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                throw new AssertionError(what + " at " + i + ": " + actual[i] + ", not " + expected[i]);
            }
        }
    }
}
