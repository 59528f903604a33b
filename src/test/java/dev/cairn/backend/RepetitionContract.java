package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same call gives the same bits, however work is shared. */
interface RepetitionContract extends Contract {
    int ROWS = 257;
    int COLUMNS = 300;

    @Test
    default void everyCallGivesTheSameBits() {
        double[] first = everything();
        for (int i = 0; i < 5; i++) {
            assertThat(everything()).isEqualTo(first);
        }
    }

    /** The results of the operations that add many numbers, one after the other. */
    private double[] everything() {
        int n = ROWS * COLUMNS;
        try (Trial trial = trial()) {
            Operand x = trial.read(Inputs.normal(n, 1));
            Operand weights = trial.read(Inputs.normal(COLUMNS * 60, 2));
            Operand labels = trial.readInts(Inputs.labels(ROWS, COLUMNS, 3));
            Operand results = trial.write(20_000 + 2 * n);
            Buffer out = results.on(ops());
            Buffer input = x.on(ops());
            Buffer row = out.slice(0, COLUMNS);
            Buffer scalar = out.slice(COLUMNS, 1);
            Buffer rows = out.slice(COLUMNS + 1, ROWS);
            Buffer product = out.slice(1000, ROWS * 60);
            Buffer gradient = out.slice(20_000, n);
            Buffer probabilities = out.slice(20_000 + n, n);
            ops().columnSums(input, false, row);
            ops().rowSums(input, false, rows);
            ops().gemm(false, false, ROWS, 60, COLUMNS, input, weights.on(ops()), false, product);
            ops().softmax(ROWS, input, probabilities);
            ops().softmaxCrossEntropy(ROWS, input, labels.on(ops()), null, 0.1, scalar, gradient);
            ops().clipByNorm(1, gradient, out.slice(999, 1));
            ops().pointwiseLoss(Pointwise.HUBER, 1, 0.01, probabilities, input, out.slice(998, 1), null);
            ops().biasActivationGradient(Unary.RELU, 0, probabilities, input, gradient, true, row);
            return trial.result(results);
        }
    }
}
