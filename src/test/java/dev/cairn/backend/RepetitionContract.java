package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same call gives the same bits, however work is shared. */
interface RepetitionContract extends Contract {
    int ROWS = 257;
    int COLUMNS = 300;
    int RESULTS = 1000 + 3 * ROWS * COLUMNS;

    @Test
    default void everyCallGivesTheSameBits() {
        double[] first = everything();
        for (int i = 0; i < 5; i++) {
            assertThat(everything()).isEqualTo(first);
        }
    }

    /** The results of all operations that add many numbers; {@link ProductContract} has the products. */
    private double[] everything() {
        try (Trial trial = trial()) {
            Operand x = trial.read(Inputs.normal(ROWS * COLUMNS, 1));
            Operand labels = trial.readInts(Inputs.labels(ROWS, COLUMNS, 3));
            Operand results = trial.write(RESULTS);
            sums(ops(), x.on(ops()), labels.on(ops()), results.on(ops()));
            return trial.result(results);
        }
    }

    /** All but matrix products, on x[ROWS, COLUMNS]. */
    static void sums(Ops ops, Buffer x, Buffer labels, Buffer results) {
        int n = ROWS * COLUMNS;
        Buffer row = results.slice(0, COLUMNS);
        Buffer scalars = results.slice(COLUMNS, 3);
        Buffer gradient = results.slice(1000, n);
        Buffer probabilities = results.slice(1000 + n, n);
        ops.columnSums(x, false, row);
        ops.rowSums(x, false, results.slice(2 * COLUMNS, ROWS));
        ops.softmax(ROWS, x, probabilities);
        ops.softmaxCrossEntropy(ROWS, x, labels, null, 0.1, scalars.slice(0, 1), gradient);
        ops.clipByNorm(0.01, gradient, scalars.slice(1, 1));
        ops.pointwiseLoss(Pointwise.HUBER, 1, 0.01, probabilities, x, scalars.slice(2, 1), null);
        ops.biasActivationGradient(Unary.RELU, 0, probabilities, x, gradient, true, row);
        ops.gather(0.1, x, labels, null, null, results.slice(1000 + 2 * n, ROWS * 256));
    }
}
