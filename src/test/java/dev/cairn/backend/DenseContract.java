package dev.cairn.backend;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a product in a dense layer, and its gradients. */
interface DenseContract extends Contract {
    List<Unary> FUNCTIONS = List.of(Unary.IDENTITY, Unary.RELU, Unary.SIGMOID, Unary.LEAKY_RELU, Unary.GELU);
    int[][] MATRICES = {{1, 1}, {1, 10}, {33, 1}, {20, 16}, {31, 257}, {5, 2049}, {128, 512}, {7000, 10}};

    @Test
    default void biasActivationAddsAndApplies() {
        for (Unary f : FUNCTIONS) {
            for (int[] shape : MATRICES) {
                int n = shape[0] * shape[1];
                try (Trial trial = trial()) {
                    Operand bias = trial.read(Inputs.normal(shape[1], 1));
                    Operand z = trial.change(Inputs.normal(n, 2));
                    Operand y = trial.write(n);
                    trial.run(ops -> ops.biasActivation(f, 0.1, bias.on(ops), z.on(ops), y.on(ops)));
                    trial.expect(y, Tolerance.FUNCTION.within(1), f, shape[0], shape[1]);
                    if (!f.gradientFromResult()) {
                        trial.expect(z, Tolerance.ARITHMETIC.within(1), f, "z is kept");
                    }
                }
            }
        }
    }

    @Test
    default void biasActivationWorksInPlaceAndWithoutBias() {
        for (Unary f : FUNCTIONS) {
            try (Trial trial = trial()) {
                Operand bias = trial.read(Inputs.normal(16, 1));
                Operand inPlace = trial.change(Inputs.normal(320, 2));
                Operand plainInPlace = trial.change(Inputs.normal(320, 3));
                Operand z = trial.read(Inputs.normal(320, 4));
                Operand y = trial.write(320);
                trial.run(ops -> ops.biasActivation(f, 0.1, bias.on(ops), inPlace.on(ops), inPlace.on(ops)));
                trial.run(ops -> ops.biasActivation(f, 0.1, null, plainInPlace.on(ops), plainInPlace.on(ops)));
                trial.run(ops -> ops.biasActivation(f, 0.1, null, z.on(ops), y.on(ops)));
                trial.expect(inPlace, Tolerance.FUNCTION.within(1), f);
                trial.expect(plainInPlace, Tolerance.FUNCTION, f);
                trial.expect(y, Tolerance.FUNCTION, f);
            }
        }
    }

    @Test
    default void biasActivationGradientGivesBothGradients() {
        for (Unary f : FUNCTIONS) {
            for (int[] shape : MATRICES) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    int n = shape[0] * shape[1];
                    try (Trial trial = trial()) {
                        Operand saved = trial.read(saved(n));
                        Operand dy = trial.read(Inputs.normal(n, 6));
                        Operand dz = trial.write(n);
                        Operand dbias = trial.target(accumulate, shape[1]);
                        trial.run(ops -> ops.biasActivationGradient(f, 0.1, saved.on(ops), dy.on(ops), dz.on(ops),
                                accumulate, dbias.on(ops)));
                        trial.expect(dz, Tolerance.FUNCTION, f, shape[0], shape[1]);
                        trial.expect(dbias, Tolerance.sum(shape[0], 2), f, shape[0], shape[1], accumulate);
                    }
                }
            }
        }
    }

    /** Between 0 and 1, with some zeros: results of any of the functions. */
    private static float[] saved(int n) {
        float[] saved = Inputs.uniform(n, 5, -0.5f, 1);
        for (int i = 0; i < n; i++) {
            saved[i] = Math.max(0, saved[i]);
        }
        return saved;
    }

    @Test
    default void biasActivationGradientWorksInPlaceAndWithoutBias() {
        for (Unary f : FUNCTIONS) {
            try (Trial trial = trial()) {
                Operand saved = trial.read(saved(1000));
                Operand inPlace = trial.change(Inputs.normal(1000, 7));
                Operand withoutBias = trial.change(Inputs.normal(1000, 7));
                Operand dbias = trial.write(10);
                trial.run(ops -> ops.biasActivationGradient(f, 0.1, saved.on(ops), inPlace.on(ops), inPlace.on(ops),
                        false, dbias.on(ops)));
                trial.run(ops -> ops.biasActivationGradient(f, 0.1, saved.on(ops), withoutBias.on(ops),
                        withoutBias.on(ops), false, null));
                trial.expect(inPlace, Tolerance.FUNCTION, f);
                trial.expect(withoutBias, Tolerance.FUNCTION, f);
                trial.expect(dbias, Tolerance.sum(100, 1), f);
            }
        }
    }
}
