package dev.cairn.backend.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneDnnGemmTest extends GemmContract {

    @BeforeEach
    void needsNatives() {
        OneDnnLibrary library = OneDnnLibrary.ofThisMachine();
        assumeTrue(library != null && library.isOnClassPath(), "oneDNN has no natives for this machine");
    }

    /** Large products are cut along rows and columns in turn. */
    @ParameterizedTest
    @CsvSource({"400,101,60", "101,400,60", "99,101,500", "149,149,149"})
    void longProductsAreSeveralCalls(int m, int n, int k) {
        for (int flags = 0; flags < 8; flags++) {
            var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, 1);
            product.check(product.run(new OneDnnGemm(Piece.FEWEST_MULTIPLY_ADDS)));
        }
    }

    /** Sums of more than 1024 terms are made in parts. */
    @ParameterizedTest
    @CsvSource({"33,100,1025", "2,70,3072"})
    void longSumsAreSeveralCalls(int m, int n, int k) {
        for (int flags = 0; flags < 8; flags++) {
            var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, 1);
            product.check(product.run(gemm()));
        }
    }

    @Override
    StridedGemm gemm() {
        return new OneDnnGemm();
    }
}
