package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.ForkedJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Vector API's products with vectors of other machines: of 16 bytes, with many registers as on ARM or with few, and of 32. */
class VectorLengthsTest {
    private static final int[][] SIZES = {{130, 530, 600}, {784, 300, 64}, {33, 141, 70}, {100, 50, 300}, {7, 65, 700}};

    @ParameterizedTest
    @CsvSource({"16,aarch64", "16,amd64", "32,amd64"})
    void productsAreRight(int bytes, String architecture) throws Exception {
        List<String> lines = ForkedJvm.run(VectorLengthsTest.class, List.of("--add-modules", "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes, "-Dos.arch=" + architecture));
        int lanes = bytes / Float.BYTES;
        int rows = architecture.equals("aarch64") ? 8 : 4;
        assertThat(lines).last().isEqualTo(lanes + " lanes, tiles of " + rows + " rows");
    }

    /** Throws where a product is wrong. */
    public static void main(String[] arguments) {
        for (int[] size : SIZES) {
            for (int flags = 0; flags < 8; flags++) {
                var product = new GemmReference((flags & 1) != 0, (flags & 2) != 0, size[0], size[1], size[2],
                        (flags & 4) != 0, flags % 3);
                product.check(product.run(new VectorGemm()));
            }
        }
        System.out.println(VectorTiles.LANES + " lanes, tiles of " + VectorTiles.ROWS + " rows");
    }
}
