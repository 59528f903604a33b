package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

interface BatchNormContract extends Contract {
    int[][] MATRICES = {{2, 1}, {1, 5}, {33, 10}, {257, 31}, {5, 2500}, {128, 512}, {7001, 3}};

    @Test
    default void batchNormNormalisesColumns() {
        for (int[] shape : MATRICES) {
            int n = shape[0] * shape[1];
            int columns = shape[1];
            try (Trial trial = trial()) {
                Operand x = trial.read(shifted(n, columns));
                Operand gamma = trial.read(Inputs.normal(columns, 2));
                Operand beta = trial.read(Inputs.normal(columns, 3));
                Operand runningMean = trial.change(Inputs.normal(columns, 4));
                Operand runningVariance = trial.change(Inputs.uniform(columns, 5, 0.5f, 2));
                Operand mean = trial.write(columns);
                Operand inverseStd = trial.write(columns);
                Operand y = trial.write(n);
                trial.run(ops -> ops.batchNorm(1e-5, 0.1, x.on(ops), gamma.on(ops), beta.on(ops), runningMean.on(ops),
                        runningVariance.on(ops), mean.on(ops), inverseStd.on(ops), y.on(ops)));
                trial.expect(mean, Tolerance.sum(shape[0], 1), shape[0], columns);
                trial.expect(inverseStd, Tolerance.FUNCTION, shape[0], columns);
                trial.expect(runningMean, Tolerance.sum(shape[0], 1), shape[0], columns);
                trial.expect(runningVariance, Tolerance.FUNCTION, shape[0], columns);
                trial.expect(y, Tolerance.FUNCTION.within(2), shape[0], columns);
            }
        }
    }

    /** Columns with different means. */
    private static float[] shifted(int n, int columns) {
        float[] x = Inputs.normal(n, 1);
        for (int i = 0; i < n; i++) {
            x[i] += i % columns % 5;
        }
        return x;
    }

    @Test
    default void batchNormByHand() {
        try (Trial trial = trial()) {
            Operand x = trial.read(1, 10, 3, 10);
            Operand gamma = trial.read(2, 3);
            Operand beta = trial.read(0.5f, -1);
            Operand runningMean = trial.change(0, 0);
            Operand runningVariance = trial.change(1, 1);
            Operand mean = trial.write(2);
            Operand inverseStd = trial.write(2);
            Operand y = trial.write(4);
            trial.run(ops -> ops.batchNorm(0, 0.5, x.on(ops), gamma.on(ops), beta.on(ops), runningMean.on(ops),
                    runningVariance.on(ops), mean.on(ops), inverseStd.on(ops), y.on(ops)));
            assertThat(trial.result(mean)).containsExactly(2, 10);
            assertThat(trial.result(inverseStd)).containsExactly(1, Double.POSITIVE_INFINITY);
            assertThat(trial.result(runningMean)).containsExactly(1, 5);
            assertThat(trial.result(runningVariance)).containsExactly(1.5, 0.5);
            assertThat(trial.result(y)[0]).isEqualTo(-1.5);
            assertThat(trial.result(y)[2]).isEqualTo(2.5);
        }
    }

    @Test
    default void batchNormGradientByInputAndParameters() {
        for (int[] shape : MATRICES) {
            for (int flags = 0; flags < 8; flags++) {
                gradient(shape[0], shape[1], (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            }
        }
    }

    private void gradient(int rows, int columns, boolean accumulateX, boolean accumulateParameters, boolean inPlace) {
        int n = rows * columns;
        try (Trial trial = trial()) {
            Operand x = trial.read(Inputs.normal(n, 6));
            Operand gamma = trial.read(Inputs.normal(columns, 7));
            Operand mean = trial.read(Inputs.uniform(columns, 8, -0.5f, 0.5f));
            Operand inverseStd = trial.read(Inputs.uniform(columns, 9, 0.5f, 2));
            Operand dy = trial.change(Inputs.normal(n, 10));
            Operand dx = inPlace ? dy : trial.target(accumulateX, n);
            Operand dgamma = trial.target(accumulateParameters, columns);
            Operand dbeta = trial.target(accumulateParameters, columns);
            trial.run(ops -> ops.batchNormGradient(x.on(ops), gamma.on(ops), mean.on(ops), inverseStd.on(ops),
                    dy.on(ops), accumulateX, dx.on(ops), accumulateParameters, dgamma.on(ops), dbeta.on(ops)));
            trial.expect(dgamma, Tolerance.sum(rows, 5), rows, columns, "dgamma");
            trial.expect(dbeta, Tolerance.sum(rows, 2), rows, columns, "dbeta");
            trial.expect(dx, Tolerance.FUNCTION.within(5), rows, columns, "dx", accumulateX, inPlace);
        }
    }

    @Test
    default void batchNormGradientWithoutInput() {
        try (Trial trial = trial()) {
            Operand x = trial.read(Inputs.normal(1000, 6));
            Operand row = trial.read(Inputs.uniform(10, 9, 0.5f, 2));
            Operand dy = trial.read(Inputs.normal(1000, 10));
            Operand dgamma = trial.write(10);
            Operand dbeta = trial.write(10);
            trial.run(ops -> ops.batchNormGradient(x.on(ops), row.on(ops), row.on(ops), row.on(ops), dy.on(ops), false,
                    null, false, dgamma.on(ops), dbeta.on(ops)));
            trial.expect(dgamma, Tolerance.sum(100, 5));
            trial.expect(dbeta, Tolerance.sum(100, 2));
        }
    }
}
