package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every implementation of the chain must do. */
abstract class GemmContract {

    /** Edges of vectors (8, 16), register tiles and of the blocks that fit a cache. */
    private static final int[] EDGES = {1, 7, 16, 17, 31, 33, 100, 257};

    abstract StridedGemm gemm();

    private void checkAllTranspositions(int m, int n, int k) {
        for (int flags = 0; flags < 8; flags++) {
            int padding = (m + n + k) % 3; // 0: contiguous operands
            var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, padding);
            product.check(product.run(gemm()));
        }
    }

    @Test
    void sizesThatStraddleEdges() {
        for (int m : EDGES) {
            for (int n : EDGES) {
                for (int k : EDGES) {
                    if ((long) m * n * k <= 1_100_000) {
                        checkAllTranspositions(m, n, k);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"257,257,257", "20,16,1024", "1024,16,20", "20,10,16", "1,1000,700", "300,1,700", "130,530,600",
        "13,1030,300"})
    void sizesOfNetworksAndOfBlocks(int m, int n, int k) {
        checkAllTranspositions(m, n, k);
    }

    @ParameterizedTest
    @CsvSource({"5,6", "33,17", "100,70"})
    void nothingToSumIsZeroOrWhatWasThere(int m, int n) {
        checkAllTranspositions(m, n, 0);
        checkAllTranspositions(0, n, m);
        checkAllTranspositions(m, 0, n);
    }

    /** Only the row of A's and the column of B's special value may change, and they must, as IEEE 754 says. */
    @ParameterizedTest
    @CsvSource({"7,5,6", "33,31,40", "100,129,300", "1,40,700", "40,1,700"})
    void nanAndInfinityPropagate(int m, int n, int k) {
        for (int flags = 0; flags < 4; flags++) {
            for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, false, 0);
                product.a[product.aIndex(m / 2, k - 1)] = special;
                product.b[product.bIndex(k / 2, n - 1)] = special;
                product.b[product.bIndex(k - 1, 0)] = 0f; // infinity times zero is NaN
                product.check(product.run(gemm()));
            }
        }
    }

    @Test
    void theSameCallGivesTheSameBits() {
        var product = new GemmReference(false, false, 130, 75, 300, false, 0);
        assertThat(product.runContiguous(gemm())).isEqualTo(product.runContiguous(gemm()));
    }

    @Test
    void severalThreadsShareOneInstance() throws InterruptedException {
        var product = new GemmReference(false, true, 60, 70, 80, false, 0);
        float[] expected = product.runContiguous(gemm());
        boolean[] equal = new boolean[4];
        Thread[] threads = new Thread[equal.length];
        for (int t = 0; t < threads.length; t++) {
            int number = t;
            threads[t] = (t % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(() -> {
                boolean same = true;
                for (int i = 0; i < 50; i++) {
                    same &= Arrays.equals(product.runContiguous(gemm()), expected);
                }
                equal[number] = same;
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(equal).containsOnly(true);
    }
}
