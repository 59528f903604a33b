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
        "13,1030,300", "130,96,600", "300,128,70", "20,800,90", "130,50,600", "130,2,70", "130,45,70", "1,530,1003",
        "10,2090,70", "170,140,1300"})
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

    /** Neither the collector that moves an array nor the compiler that replaces the interpreter may change a bit. */
    @ParameterizedTest
    @CsvSource({"20,16,1024", "100,50,300", "1,500,300", "1,16,1024", "128,64,784", "7,10,33", "150,2,70",
        "30,128,300", "1,530,1003"})
    void theSameBitsWhereverOperandsLieAndHoweverOften(int m, int n, int k) {
        for (int flags = 0; flags < 4; flags++) {
            var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, false, 0);
            float[] first = atOffset(product, 0);
            for (int repeat = 1; repeat <= 48; repeat++) {
                assertThat(atOffset(product, repeat % 17)).isEqualTo(first);
            }
        }
    }

    private float[] atOffset(GemmReference product, int offset) {
        float[] a = shifted(product.a, product.aOffset, offset);
        float[] b = shifted(product.b, product.bOffset, offset * 5 % 16);
        float[] c = new float[product.m * product.n + offset];
        gemm().gemm(product.transA, product.transB, product.m, product.n, product.k, a, offset, b, offset * 5 % 16,
                false, c, offset);
        return Arrays.copyOfRange(c, offset, c.length);
    }

    private static float[] shifted(float[] values, int from, int to) {
        float[] shifted = new float[values.length - from + to];
        System.arraycopy(values, from, shifted, to, values.length - from);
        return shifted;
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
