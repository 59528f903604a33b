package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Matrix products, within what their precision allows. */
interface ProductContract extends Contract {
    /** What the factors of the backend under test keep. */
    default Precision precision() {
        return Precision.FP32;
    }

    @Test
    default void gemmMultipliesInAllFourOrientations() {
        int[][] sizes = {{1, 1, 1}, {1, 10, 33}, {33, 1, 31}, {31, 33, 1}, {32, 32, 32}, {20, 16, 257},
            {130, 65, 70}, {330, 310, 20}};
        for (int[] size : sizes) {
            for (int flags = 0; flags < 8; flags++) {
                gemm(size[0], size[1], size[2], (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            }
        }
    }

    private void gemm(int m, int n, int k, boolean transA, boolean transB, boolean accumulate) {
        float[] x = Inputs.normal(m * k, 1);
        float[] y = Inputs.normal(k * n, 2);
        try (Trial trial = trial()) {
            Operand a = trial.read(x);
            Operand b = trial.read(y);
            Operand c = trial.target(accumulate, m * n);
            trial.run(ops -> ops.gemm(transA, transB, m, n, k, a.on(ops), b.on(ops), accumulate, c.on(ops)));
            Operand sizeOfA = trial.read(magnitudes(x));
            Operand sizeOfB = trial.read(magnitudes(y));
            Operand sizes = trial.write(m * n);
            trial.run(ops -> ops.gemm(transA, transB, m, n, k, sizeOfA.on(ops), sizeOfB.on(ops), false,
                    sizes.on(ops)));
            double[] allowed = sizes.expected();
            for (int i = 0; i < allowed.length; i++) {
                allowed[i] *= precision().productError();
            }
            trial.expect(c, Tolerance.sum(k, 1), allowed, precision(), m, n, k, transA, transB, accumulate);
        }
    }

    @Test
    default void aConstantFactorIsReadAsAnyOther() {
        int n = 1030;
        int k = 1024;
        for (int m = 1; m < 4; m++) {
            try (Trial trial = trial()) {
                float[] values = Inputs.normal(k * n, 2);
                Operand a = trial.read(Inputs.normal(m * k, 1));
                Operand b = trial.change(values);
                Operand c = trial.write(m * n);
                trial.run(ops -> ops.makeConstant(b.on(ops)));
                multiplyAndCheck(trial, m, n, k, a, b, c);
                trial.run(ops -> ops.makeVariable(b.on(ops)));
                trial.run(ops -> ops.fill(0.5, b.on(ops)));
                multiplyAndCheck(trial, m, n, k, a, b, c);
            }
        }
    }

    private void multiplyAndCheck(Trial trial, int m, int n, int k, Operand a, Operand b, Operand c) {
        trial.run(ops -> ops.gemm(false, false, m, n, k, a.on(ops), b.on(ops), false, c.on(ops)));
        double[] allowed = new double[m * n];
        Arrays.fill(allowed, precision().productError() * 2 * k);
        trial.expect(c, Tolerance.sum(k, 4), allowed, precision(), m, n, k);
    }

    private static float[] magnitudes(float[] values) {
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    @Test
    default void everyProductGivesTheSameBits() {
        double[] first = product();
        for (int i = 0; i < 5; i++) {
            assertThat(product()).isEqualTo(first);
        }
    }

    private double[] product() {
        int m = RepetitionContract.ROWS;
        int k = RepetitionContract.COLUMNS;
        int n = 60;
        try (Trial trial = trial()) {
            Operand a = trial.read(Inputs.normal(m * k, 1));
            Operand b = trial.read(Inputs.normal(k * n, 2));
            Operand c = trial.write(m * n);
            ops().gemm(false, false, m, n, k, a.on(ops()), b.on(ops()), false, c.on(ops()));
            return trial.result(c);
        }
    }
}
