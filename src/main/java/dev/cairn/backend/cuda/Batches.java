package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/** Batches from a data set in device memory: {@code kernels/data.cu}. */
final class Batches {
    private final Kernels kernels;

    Batches(Kernels kernels) {
        this.kernels = kernels;
    }

    void gather(Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift, Buffer y) {
        int width = y.length() / indices.length();
        Launch launch = switch (source.type()) {
            case INT32 -> kernels.launch("gather_ints").pointer(source).pointer(indices).pointer(y);
            case UINT8, REAL -> kernels.launch(source.type() == ElementType.UINT8 ? "gather_bytes" : "gather_reals")
                    .pointer(source).pointer(indices).pointer(scale).pointer(shift).pointer(y).i32(length(scale))
                    .i32(length(shift));
        };
        run(launch, width, y.length(), "gather");
    }

    private static int length(@Nullable Buffer row) {
        return row == null ? 0 : row.length();
    }

    void oneHot(Buffer labels, Buffer y) {
        run(kernels.launch("one_hot").pointer(labels).pointer(y), y.length() / labels.length(), y.length(), "oneHot");
    }

    /** The width of a row and the number of elements are the last arguments. */
    private static void run(Launch launch, int width, int n, String operation) {
        launch.i32(width).i32(n).run(Geometry.elementBlocks(n), Geometry.THREADS, 0, operation);
    }
}
