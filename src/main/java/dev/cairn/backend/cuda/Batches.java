package dev.cairn.backend.cuda;

import dev.cairn.backend.BatchOrder;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.ImageChanges;
import dev.cairn.backend.Permutation;
import dev.cairn.backend.Streams;
import org.jspecify.annotations.Nullable;

/** Batches from a data set in device memory: {@code kernels/order.cu}, {@code kernels/data.cu}, {@code kernels/changes.cu}. */
final class Batches {
    private static final int MOST_ANSWERS = 16;

    private final Kernels kernels;

    Batches(Kernels kernels) {
        this.kernels = kernels;
    }

    void next(BatchOrder order, Buffer counter, Buffer rows) {
        next(order, counter, null, rows, null, 0, "nextBatch");
    }

    /** Whether the block that chooses the rows can also fetch their answers without being the last to end. */
    static boolean areFew(Buffer rows, Buffer y) {
        return y.length() / rows.length() <= MOST_ANSWERS;
    }

    void nextWithAnswers(BatchOrder order, Buffer counter, Buffer answers, Buffer rows, Buffer y) {
        next(order, counter, answers, rows, y, y.length() / rows.length(), "nextBatchWithAnswers");
    }

    /** One block, since each thread must have read the counter before it is moved. */
    private void next(BatchOrder order, Buffer counter, @Nullable Buffer answers, Buffer rows, @Nullable Buffer y,
            int width, String operation) {
        kernels.launch("next_batch").pointer(counter).pointer(answers).pointer(rows).pointer(y).i64(order.seed())
                .i32(Streams.SHUFFLE).i32(order.shuffled() ? Permutation.rounds(order.samples()) : 0)
                .i32(order.samples()).i32(Permutation.lowRadix(order.samples())).i32(order.batches())
                .i32(order.size()).i32(width).i32(rows.length()).run(1, Geometry.THREADS, 0, operation);
    }

    void gather(double floor, Buffer source, Buffer indices, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        int width = y.length() / indices.length();
        if (source.type() == ElementType.INT32) {
            run(kernels.launch("gather_ints").pointer(source).pointer(indices).pointer(y), width, y.length(), "gather");
            return;
        }
        String from = source.type() == ElementType.UINT8 ? "bytes" : "reals";
        Launch launch = kernels.launch(floor > 0 ? "gather_standardized_" + from : "gather_" + from).pointer(source)
                .pointer(indices).pointer(scale).pointer(shift).pointer(y).i32(length(scale)).i32(length(shift));
        if (floor > 0) {
            Rows.run(launch.f32((float) floor), indices.length(), width, "gather");
        } else {
            run(launch, width, y.length(), "gather");
        }
    }

    /** A block an image, so that what happens to it is drawn once. */
    void gatherChanged(ImageChanges changes, BatchOrder order, double floor, Buffer counter, Buffer images,
            Buffer indices, Buffer numbers, @Nullable Buffer deviates, @Nullable Buffer scale, @Nullable Buffer shift,
            Buffer y) {
        kernels.launch("gather_changed").pointer(counter).pointer(images).pointer(indices).pointer(numbers)
                .pointer(deviates).pointer(scale).pointer(shift).pointer(y).i64(order.seed()).i32(Streams.AUGMENTATION)
                .i32(order.batches()).flag(changes.moves()).i32(changes.shift()).flag(changes.flip())
                .f32((float) Math.toRadians(changes.turn())).f32(changes.stretch()).i32(changes.crop())
                .f32(changes.noise()).i32(length(scale)).i32(length(shift)).f32((float) floor)
                .i32(changes.channels()).i32(changes.height()).i32(changes.width()).i32(indices.length())
                .run(Math.min(indices.length(), Geometry.MOST_PARTS), Geometry.THREADS, 0, "gatherChanged");
    }

    void scatter(Buffer x, Buffer indices, Buffer y) {
        run(kernels.launch("scatter").pointer(x).pointer(indices).pointer(y), x.length() / indices.length(), x.length(),
                "scatter");
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
