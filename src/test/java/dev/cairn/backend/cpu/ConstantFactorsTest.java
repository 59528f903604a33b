package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantFactorsTest {
    private static final int THREADS = 8;

    /** Columns of whole tiles and others, steps of one block and of several, more threads than tiles of columns. */
    @ParameterizedTest
    @CsvSource({"2,1024,1024", "7,1000,1100", "130,1024,1200", "23,130,9000", "330,128,8200", "16,140,9000"})
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

    /** Whatever the vectors' length, and whether or not it pays. */
    @ParameterizedTest
    @CsvSource({"2,64,70", "7,200,700", "130,141,1300"})
    void partsOfColumnsOfAPackedFactorMakeUpTheProduct(int m, int n, int k) {
        var product = new GemmReference(false, false, m, n, k, false, 0);
        PackedFactor factor = new PackedFactor(n, k, product.b, product.bOffset);
        float[] c = product.before.clone();
        for (int part = factor.parts() - 1; part >= 0; part--) {
            factor.multiply(part, part + 1, m, product.a, product.aOffset, c, product.cOffset);
        }
        assertThat(c).isEqualTo(product.runContiguous(new VectorGemm()));
    }

    @Test
    void aKeptCopyServesAnyNumberOfRowsButNoOtherShape() {
        try (WorkerPool pool = new WorkerPool(2)) {
            var factors = new ConstantFactors(new VectorGemm(), pool);
            var product = new GemmReference(false, false, 40, 1024, 2048, false, 0);
            Buffer b = buffer(product.b, product.bOffset, 1024 * 2048);
            factors.add(b);
            float[] all = product.runContiguous(new VectorGemm());
            for (int m : new int[] {40, 2, 17}) {
                Buffer c = buffer(new float[m * 1024], 0, m * 1024);
                boolean computed = factors.multiply(m, 1024, 2048, buffer(product.a, product.aOffset, m * 2048), b, c);
                assertThat(computed).isEqualTo(PackedFactor.pays(m, 1024, 2048));
                assertThat(HeapBlock.floats(c)).isEqualTo(computed
                        ? Arrays.copyOfRange(all, product.cOffset, product.cOffset + m * 1024)
                        : new float[m * 1024]);
            }
            Buffer wide = buffer(new float[2 * 2048], 0, 2 * 2048);
            assertThat(factors.multiply(2, 2048, 1024, buffer(new float[2 * 1024], 0, 2 * 1024), b, wide)).isFalse();
        }
    }

    /** Rows, strips of a tile's height, and threads; tiles of columns. */
    @ParameterizedTest
    @CsvSource({"2,16,32,true", "8,16,24,true", "130,16,2,true", "130,3,4,false", "330,2,4,false", "40,17,16,true",
        "80,17,8,false"})
    void theSideIsCutThatLeavesTheLastThreadLess(int m, int parts, int threads, boolean byColumns) {
        assertThat(ConstantFactors.byColumns(parts, ConstantFactors.strips(m), threads)).isEqualTo(byColumns);
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
