package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorGemmTest extends GemmContract {

    @Override
    StridedGemm gemm() {
        return new VectorGemm();
    }

    /** What is computed for a sample does not depend on the others of a batch, unless it is alone. */
    @ParameterizedTest
    @CsvSource({"16,1024", "10,60", "64,784", "130,700"})
    void aRowHasTheSameBitsAmongAnyNumberOfRows(int n, int k) {
        var product = new GemmReference(false, false, 25, n, k, false, 0);
        float[] all = product.runContiguous(gemm());
        for (int m = 2; m < 25; m++) {
            float[] c = new float[m * n];
            gemm().gemm(false, false, m, n, k, product.a, product.aOffset, k, product.b, product.bOffset, n, false, c,
                    0, n);
            assertThat(c).isEqualTo(Arrays.copyOfRange(all, product.cOffset, product.cOffset + m * n));
        }
    }
}
