package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

interface SumContract extends Contract {
    int[][] MATRICES = {{1, 1}, {1, 33}, {33, 1}, {31, 32}, {20, 10}, {257, 3}, {7, 1000}, {2, 4099}, {7001, 10},
        {1, 70_001}, {70_001, 1}, {128, 600}};

    @Test
    default void columnSumsAddDownwards() {
        eachMatrix((trial, rows, columns, accumulate) -> {
            Operand x = trial.read(Inputs.normal(rows * columns, 1));
            Operand y = trial.target(accumulate, columns);
            trial.run(ops -> ops.columnSums(x.on(ops), accumulate, y.on(ops)));
            trial.expect(y, Tolerance.sum(rows, 1), rows, columns, accumulate);
        });
    }

    @Test
    default void rowSumsAddAcross() {
        eachMatrix((trial, rows, columns, accumulate) -> {
            Operand x = trial.read(Inputs.normal(rows * columns, 2));
            Operand y = trial.target(accumulate, rows);
            trial.run(ops -> ops.rowSums(x.on(ops), accumulate, y.on(ops)));
            trial.expect(y, Tolerance.sum(columns, 1), rows, columns, accumulate);
        });
    }

    @Test
    default void spreadRowsRepeatsEachElement() {
        eachMatrix((trial, rows, columns, accumulate) -> {
            Operand x = trial.read(Inputs.special(rows, 3));
            Operand y = trial.target(accumulate, rows * columns);
            trial.run(ops -> ops.spreadRows(x.on(ops), accumulate, y.on(ops)));
            trial.expect(y, Tolerance.ARITHMETIC.within(1), rows, columns, accumulate);
        });
    }

    /** A check of one shape, with and without adding to the destination. */
    @FunctionalInterface
    interface Check {
        void run(Trial trial, int rows, int columns, boolean accumulate);
    }

    private void eachMatrix(Check check) {
        for (int[] shape : MATRICES) {
            for (boolean accumulate : new boolean[] {false, true}) {
                try (Trial trial = trial()) {
                    check.run(trial, shape[0], shape[1], accumulate);
                }
            }
        }
    }

    @Test
    default void sumsCarryNaNAndInfinity() {
        try (Trial trial = trial()) {
            float inf = Float.POSITIVE_INFINITY;
            Operand x = trial.read(1, inf, Float.NaN, 2, -inf, 1, 3, 5, 1);
            Operand columns = trial.write(3);
            Operand rows = trial.write(3);
            trial.run(ops -> ops.columnSums(x.on(ops), false, columns.on(ops)));
            trial.run(ops -> ops.rowSums(x.on(ops), false, rows.on(ops)));
            assertThat(trial.result(columns)).containsExactly(6, Double.NaN, Double.NaN);
            assertThat(trial.result(rows)).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, 9);
        }
    }

    @Test
    default void argmaxTakesTheFirstOfTheLargest() {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        try (Trial trial = trial()) {
            Operand x = trial.read(1, 3, 3, 2,
                    nan, -inf, nan, -inf,
                    nan, nan, nan, nan,
                    inf, nan, inf, 1,
                    -1, -0f, 0, -2);
            Operand y = trial.changeInts(new int[5]);
            trial.run(ops -> ops.argmaxRows(x.on(ops), y.on(ops)));
            assertThat(trial.result(y)).containsExactly(1, 1, 0, 0, 1);
        }
        for (int[] shape : MATRICES) {
            try (Trial trial = trial()) {
                Operand x = trial.read(Inputs.special(shape[0] * shape[1], 4));
                Operand y = trial.changeInts(new int[shape[0]]);
                trial.run(ops -> ops.argmaxRows(x.on(ops), y.on(ops)));
                trial.expect(y, Tolerance.EXACT, shape[0], shape[1]);
            }
        }
    }
}
