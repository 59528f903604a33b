package dev.cairn.benchmarks.gpu;

import dev.cairn.bench.DenseNet;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much is measured.
 *
 * @param small    networks whose steps are bound by launches
 * @param large    one whose steps are bound by products
 * @param others   whose steps are compared too
 * @param epochs   networks that learn from images, in grey
 * @param images   how many there are
 * @param elements of the operations on vectors
 * @param matrices the sizes of square products
 * @param seconds  that a measurement takes
 * @param rounds   in which Cairn and its peers take turns
 */
record Scale(List<DenseNet> small, DenseNet large, List<DenseNet> others, List<DenseNet> epochs, int images,
        int elements,
        List<Integer> matrices, double seconds, int rounds) {
    private static final int SVHN = 73_257;
    private static final int MEBI = 1 << 20;

    /** What a GPU measures: vectors of 256 MiB, as many images as SVHN has to learn from. */
    static Scale full() {
        return new Scale(nets("1024-16-10", "784-128-10"), DenseNet.parse("3072-1024-512-10"),
                nets("1024-512-256-10", "784-64-10", "3072-50-10"), nets("1024-512-256-10", "1024-16-10"), SVHN,
                64 * MEBI, List.of(4096, 8192), 0.2, 3);
    }

    /** Just enough that everything is done once: for a simulated card. */
    static Scale tiny() {
        return new Scale(nets("12-8-10", "9-8-10"), DenseNet.parse("16-8-7-10"), nets("5-4-3"),
                nets("1024-4-3-10", "1024-4-10"), 300, 1 << 13, List.of(24, 40), 0.001, 2);
    }

    /** The networks whose steps have goals. */
    List<DenseNet> required() {
        return Stream.concat(small.stream(), Stream.of(large)).toList();
    }

    private static List<DenseNet> nets(String... widths) {
        return List.of(widths).stream().map(DenseNet::parse).toList();
    }
}
