package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface ElementContract extends Contract {
    double PARAMETER = 0.1;

    /** All sizes, and one that several threads share. */
    static int[] sizes() {
        return IntStream.concat(IntStream.of(Inputs.SIZES), IntStream.of(Inputs.LARGE)).toArray();
    }

    @Test
    default void affineScalesAndShifts() {
        for (int n : sizes()) {
            for (boolean accumulate : new boolean[] {false, true}) {
                try (Trial trial = trial()) {
                    Operand x = trial.read(Inputs.special(n, 1));
                    Operand y = trial.target(accumulate, n);
                    trial.run(ops -> ops.affine(-2.5, 0.75, x.on(ops), accumulate, y.on(ops)));
                    trial.expect(y, Tolerance.ARITHMETIC.within(4), n, accumulate);
                }
            }
        }
    }

    @Test
    default void unaryComputesEveryFunction() {
        for (Unary f : Unary.values()) {
            for (int n : sizes()) {
                try (Trial trial = trial()) {
                    Operand x = trial.read(operand(f, n));
                    Operand y = trial.write(n);
                    Operand inPlace = trial.change(operand(f, n));
                    trial.run(ops -> ops.unary(f, PARAMETER, x.on(ops), y.on(ops)));
                    trial.run(ops -> ops.unary(f, PARAMETER, inPlace.on(ops), inPlace.on(ops)));
                    trial.expect(y, Tolerance.FUNCTION, f, n);
                    trial.expect(inPlace, Tolerance.FUNCTION, f, n, "in place");
                }
            }
        }
    }

    /** GELU is not defined at infinities. */
    private static float[] operand(Unary f, int n) {
        float[] x = Inputs.special(n, 2);
        for (int i = 0; i < n; i++) {
            x[i] = f == Unary.GELU && Float.isInfinite(x[i]) ? -5.5f : x[i];
        }
        return x;
    }

    @Test
    default void unaryKeepsItsDigitsOverTheWholeRange() {
        float[] x = new float[4000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? (i - 2000) * 0.06f : (float) (Math.exp(-40 + i * 0.011) * (i % 4 - 2));
        }
        for (Unary f : Unary.values()) {
            try (Trial trial = trial()) {
                Operand operand = trial.read(x);
                Operand y = trial.write(x.length);
                trial.run(ops -> ops.unary(f, PARAMETER, operand.on(ops), y.on(ops)));
                trial.expect(y, Tolerance.FUNCTION, f);
            }
        }
    }

    @Test
    default void reluPassesNaN() {
        try (Trial trial = trial()) {
            Operand y = trial.change(Float.NaN, -1, -0f, 2);
            trial.run(ops -> ops.unary(Unary.RELU, 0, y.on(ops), y.on(ops)));
            assertThat(trial.result(y)).containsExactly(Double.NaN, 0, 0, 2);
        }
    }

    @Test
    default void unaryGradientMultipliesBySlope() {
        for (Unary f : Unary.values()) {
            for (int n : sizes()) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    try (Trial trial = trial()) {
                        Operand saved = trial.read(saved(f, n));
                        Operand dy = trial.read(gradient(n));
                        Operand dx = trial.target(accumulate, n);
                        trial.run(ops -> ops.unaryGradient(f, PARAMETER, saved.on(ops), dy.on(ops), accumulate,
                                dx.on(ops)));
                        trial.expect(dx, Tolerance.FUNCTION.within(1), f, n, accumulate);
                    }
                }
            }
        }
    }

    /** Special numbers without the huge ones, which would only magnify rounding errors. */
    private static float[] gradient(int n) {
        float[] dy = Inputs.special(n, 4);
        for (int i = 0; i < n; i++) {
            dy[i] = Float.isFinite(dy[i]) ? Math.clamp(dy[i], -4, 4) : dy[i];
        }
        return dy;
    }

    @Test
    default void unaryGradientMayOverwriteItsOperands() {
        for (Unary f : Unary.values()) {
            try (Trial trial = trial()) {
                Operand saved = trial.read(saved(f, 1000));
                Operand dy = trial.read(Inputs.normal(1000, 4));
                Operand dx = trial.change(Inputs.normal(1000, 4));
                Operand savedAndDx = trial.change(saved(f, 1000));
                trial.run(ops -> ops.unaryGradient(f, PARAMETER, saved.on(ops), dx.on(ops), false, dx.on(ops)));
                trial.run(ops -> ops.unaryGradient(f, PARAMETER, savedAndDx.on(ops), dy.on(ops), false,
                        savedAndDx.on(ops)));
                trial.expect(dx, Tolerance.FUNCTION, f, "dx = dy");
                trial.expect(savedAndDx, Tolerance.FUNCTION, f, "dx = saved");
            }
        }
    }

    /** Results of f where its gradient is computed from them, else operands in f's domain. */
    private static float[] saved(Unary f, int n) {
        return switch (f) {
            case SIGMOID -> Inputs.uniform(n, 3, 0, 1);
            case TANH -> Inputs.uniform(n, 3, -1, 1);
            case SCALED_TANH -> Inputs.uniform(n, 3, -1.7159f, 1.7159f);
            case SQRT, EXP, LOG -> Inputs.uniform(n, 3, 0.1f, 10);
            case RELU -> {
                float[] y = Inputs.normal(n, 3);
                for (int i = 0; i < n; i++) {
                    y[i] = Math.max(0, y[i]);
                }
                yield y;
            }
            default -> Inputs.normal(n, 3);
        };
    }

    @Test
    default void binaryComputesEveryFunctionAndRepeatsTheShorterOperand() {
        for (Binary f : Binary.values()) {
            for (int n : sizes()) {
                for (int period : new int[] {n, 1, n % 3 == 0 ? n / 3 : n % 5 == 0 ? n / 5 : n}) {
                    for (boolean accumulate : new boolean[] {false, true}) {
                        binary(f, n, period, accumulate);
                        binary(f, period, n, accumulate);
                    }
                }
            }
            binary(f, 23 * 3072, 3072, false);
            binary(f, 2000 * 35, 35, true);
        }
    }

    private void binary(Binary f, int aLength, int bLength, boolean accumulate) {
        try (Trial trial = trial()) {
            int n = Math.max(aLength, bLength);
            Operand a = trial.read(Inputs.special(aLength, 5));
            Operand b = trial.read(Inputs.special(bLength, 6));
            Operand y = trial.target(accumulate, n);
            trial.run(ops -> ops.binary(f, a.on(ops), b.on(ops), accumulate, y.on(ops)));
            trial.expect(y, Tolerance.ARITHMETIC.within(4), f, aLength, bLength, accumulate);
        }
    }

    @Test
    default void binaryMayOverwriteItsOperands() {
        try (Trial trial = trial()) {
            Operand row = trial.read(Inputs.normal(25, 7));
            Operand matrix = trial.change(Inputs.normal(1000, 8));
            Operand square = trial.change(Inputs.normal(1000, 9));
            trial.run(ops -> ops.binary(Binary.SUBTRACT, row.on(ops), matrix.on(ops), false, matrix.on(ops)));
            trial.run(ops -> ops.binary(Binary.MULTIPLY, square.on(ops), square.on(ops), true, square.on(ops)));
            trial.expect(matrix, Tolerance.ARITHMETIC.within(4));
            trial.expect(square, Tolerance.ARITHMETIC.within(4));
        }
    }
}
