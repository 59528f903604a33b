package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelGemmTest {

    @ParameterizedTest
    @CsvSource({"512,128,100,1", "512,128,100,2", "100,600,90,3", "1,2000,300,2", "1000,3,300,4", "257,257,257,2",
        "20,16,1024,2", "130,1000,50,2", "3,40,5000,5"})
    void repeatsTheSameBitsAndIsRight(int m, int n, int k, int threads) {
        for (Gemm chosen : everyAvailable()) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                ParallelGemm parallel = new ParallelGemm((StridedGemm) chosen, pool);
                for (int flags = 0; flags < 8; flags++) {
                    var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, 0);
                    float[] first = product.runContiguous(parallel);
                    product.check(first);
                    for (int repeat = 0; repeat < 5; repeat++) {
                        assertThat(product.runContiguous(parallel)).isEqualTo(first);
                    }
                }
            }
        }
    }

    /** Sums in halves; and rows of which threads get others each time: one that was alone would be summed in another order. */
    @ParameterizedTest
    @CsvSource({"100,50,900", "40,64,784", "20,5,9000", "17,16,2400", "41,10,2400", "9,64,3000", "65,18,3000"})
    void narrowProductsHaveTheSameBitsWithAnyNumberOfThreads(int m, int n, int k) {
        for (Gemm chosen : everyAvailable()) {
            if (chosen instanceof OneDnnGemm && !VectorColumns.beatOneDnn(m, n, k)) {
                continue; // without AVX-512 oneDNN computes some of them itself, in an order of its own
            }
            for (int flags = 0; flags < 8; flags++) {
                sameBitsWithAnyNumberOfThreads(chosen,
                        new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, 0));
            }
        }
    }

    /** Each thread's columns are few enough to be called small by themselves. */
    @ParameterizedTest
    @CsvSource({"1030,600", "530,1003"})
    void aRowTimesALargeMatrixHasTheSameBitsWithAnyNumberOfThreads(int n, int k) {
        for (Gemm chosen : everyAvailable()) {
            for (int flags = 0; flags < 4; flags++) {
                sameBitsWithAnyNumberOfThreads(chosen,
                        new GemmReference((flags & 1) != 0, false, 1, n, k, (flags & 2) != 0, 0));
            }
        }
    }

    private static void sameBitsWithAnyNumberOfThreads(Gemm gemm, GemmReference product) {
        float[] first = {};
        for (int threads = 1; threads <= 4; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                float[] c = product.runContiguous(new ParallelGemm((StridedGemm) gemm, pool));
                product.check(c);
                assertThat(c).isEqualTo(threads == 1 ? c : first);
                first = c;
            }
        }
    }

    private static List<Gemm> everyAvailable() {
        List<Gemm> gemms = new ArrayList<>();
        for (String key : List.of("onednn", "vector", "plain")) {
            gemms.add(GemmChain.choose(key).gemm());
        }
        return gemms;
    }
}
