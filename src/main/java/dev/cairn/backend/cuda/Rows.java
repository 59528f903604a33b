package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;

/**
 * A warp or a block a row: {@code row_sums} of {@code kernels/sums.cu}, {@code kernels/softmax.cu} and
 * {@code kernels/ranking.cu}; {@link #run} also launches the gathers of {@code kernels/data.cu} that standardise rows.
 */
final class Rows {
    private final Kernels kernels;

    Rows(Kernels kernels) {
        this.kernels = kernels;
    }

    void sums(Buffer x, boolean accumulate, Buffer y) {
        int columns = x.length() / y.length();
        run(kernels.launch("row_sums").pointer(x).pointer(y).flag(accumulate), y.length(), columns, "rowSums");
    }

    void softmax(int rows, Buffer x, Buffer y) {
        run(kernels.launch("softmax").pointer(x).pointer(y), rows, y.length() / rows, "softmax");
    }

    void softmaxGradient(int rows, Buffer y, Buffer dy, boolean accumulate, Buffer dx) {
        run(kernels.launch("softmax_gradient").pointer(y).pointer(dy).pointer(dx).flag(accumulate), rows,
                dx.length() / rows, "softmaxGradient");
    }

    void argmax(Buffer x, Buffer y) {
        run(kernels.launch("argmax_rows").pointer(x).pointer(y), y.length(), x.length() / y.length(), "argmaxRows");
    }

    void countHits(int k, Buffer outputs, Buffer labels, Buffer hits) {
        run(kernels.launch("count_hits").pointer(outputs).pointer(labels).pointer(hits).i32(k), labels.length(),
                outputs.length() / labels.length(), "countHits");
    }

    void recordLoss(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status) {
        beginRecord("record_loss", weight, loss, counter, total, status).run(1, 1, 0, "recordLoss");
    }

    void recordStep(double weight, Buffer loss, Buffer counter, Buffer total, Buffer status, Buffer outputs,
            Buffer labels, Buffer hits) {
        run(beginRecord("record_step", weight, loss, counter, total, status).pointer(outputs).pointer(labels)
                .pointer(hits), labels.length(), outputs.length() / labels.length(), "recordStep");
    }

    private Launch beginRecord(String kernel, double weight, Buffer loss, Buffer counter, Buffer total,
            Buffer status) {
        return kernels.launch(kernel).pointer(loss).pointer(counter).pointer(total).pointer(status)
                .f32((float) weight);
    }

    void countConfusion(Buffer outputs, Buffer labels, Buffer counts) {
        run(kernels.launch("count_confusion").pointer(outputs).pointer(labels).pointer(counts), labels.length(),
                outputs.length() / labels.length(), "countConfusion");
    }

    /** The threads of a row and the numbers of rows and columns are the last arguments. */
    static void run(Launch launch, int rows, int columns, String operation) {
        launch.i32(Geometry.teamSize(columns)).i32(rows).i32(columns)
                .run(Geometry.rowBlocks(rows, columns), Geometry.rowThreads(columns), 0, operation);
    }
}
