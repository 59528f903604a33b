package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantFactorsTest {
    private static final int THREADS = 4;

    /** Columns of whole tiles and others, steps of one block and of several, more threads than tiles of columns. */
    @ParameterizedTest
    @CsvSource({"2,1024,1024", "7,1000,1100", "130,1024,1200", "23,130,9000", "330,128,8200"})
    void productsHaveTheBitsOfTheVectorApiWithAnyNumberOfThreads(int m, int n, int k) {
        var product = new GemmReference(false, false, m, n, k, false, 0);
        float[] expected = product.runContiguous(new VectorGemm());
        product.check(expected);
        for (int threads = 1; threads <= THREADS; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                var factors = new ConstantFactors(new VectorGemm(), pool);
                Buffer b = buffer(product.b, product.bOffset, n * k);
                factors.add(b);
                Buffer c = buffer(product.before, product.cOffset, m * n);
                assertThat(factors.multiply(m, n, k, buffer(product.a, product.aOffset, m * k), b, c))
                        .isEqualTo(PackedFactor.pays(m, n, k));
                if (PackedFactor.pays(m, n, k)) {
                    assertThat(HeapBlock.floats(c)).isEqualTo(expected);
                }
            }
        }
    }

    /** A block that holds a whole array, and of it a buffer. */
    private static Buffer buffer(float[] values, int offset, int length) {
        HeapBlock block = new HeapBlock(ElementType.REAL, values.length);
        Buffer all = new Buffer(block, 0, values.length);
        System.arraycopy(values, 0, HeapBlock.floats(all), 0, values.length);
        return all.slice(offset, length);
    }

    @Test
    void onlyWhatIsConstantIsKeptAndOnlyAsLongAsItIs() {
        List<Boolean> computed = new ArrayList<>();
        int n = 1024;
        try (WorkerPool pool = new WorkerPool(1)) {
            var factors = new ConstantFactors(new VectorGemm(), pool);
            Buffer a = buffer(new float[2 * n], 0, 2 * n);
            Buffer b = buffer(new float[n * n], 0, n * n);
            Buffer c = buffer(new float[2 * n], 0, 2 * n);
            computed.add(factors.multiply(2, n, n, a, b, c));
            factors.add(b);
            computed.add(factors.multiply(2, n, n, a, b, c));
            computed.add(factors.multiply(1, n, n, a, b, c));
            factors.remove(b);
            computed.add(factors.multiply(2, n, n, a, b, c));
        }
        assertThat(computed).containsExactly(false, PackedFactor.pays(2, n, n), false, false);
    }

    @Test
    void plainJavaKeepsNothing() {
        int n = 1024;
        try (WorkerPool pool = new WorkerPool(1)) {
            var factors = new ConstantFactors(new PlainGemm(), pool);
            Buffer b = buffer(new float[n * n], 0, n * n);
            factors.add(b);
            assertThat(factors.multiply(2, n, n, buffer(new float[2 * n], 0, 2 * n), b,
                    buffer(new float[2 * n], 0, 2 * n))).isFalse();
        }
    }
}
