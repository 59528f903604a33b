package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

interface LossContract extends Contract {
    int[][] MATRICES = {{1, 1}, {1, 2}, {33, 10}, {20, 1000}, {257, 31}, {19, 256}, {3, 5000}, {2, 9001}, {700, 100}};

    @Test
    default void softmaxSumsToOne() {
        for (int[] shape : MATRICES) {
            int n = shape[0] * shape[1];
            try (Trial trial = trial()) {
                Operand x = trial.read(logits(n));
                Operand y = trial.write(n);
                Operand inPlace = trial.change(logits(n));
                trial.run(ops -> ops.softmax(shape[0], x.on(ops), y.on(ops)));
                trial.run(ops -> ops.softmax(shape[0], inPlace.on(ops), inPlace.on(ops)));
                trial.expect(y, Tolerance.FUNCTION, shape[0], shape[1]);
                trial.expect(inPlace, Tolerance.FUNCTION, shape[0], shape[1]);
                assertThat(Arrays.stream(trial.result(y)).sum()).isBetween(shape[0] * 0.99999, shape[0] * 1.00001);
            }
        }
    }

    private static float[] logits(int n) {
        return Inputs.uniform(n, 1, -30, 30);
    }

    @Test
    default void softmaxAtTheLimits() {
        float inf = Float.POSITIVE_INFINITY;
        try (Trial trial = trial()) {
            Operand x = trial.read(-1e38f, 0, 1e38f, //
                    3e38f, 3e38f, -3e38f, //
                    -inf, 0, 0, //
                    Float.NaN, 0, 0, //
                    inf, 0, 0);
            Operand y = trial.write(15);
            trial.run(ops -> ops.softmax(5, x.on(ops), y.on(ops)));
            double nan = Double.NaN;
            assertThat(trial.result(y)).containsExactly(0, 0, 1, 0.5, 0.5, 0, 0, 0.5, 0.5, nan, nan, nan, nan, nan, nan)
                    .satisfies(result -> trial.expect(y, Tolerance.EXACT));
        }
    }

    @Test
    default void softmaxGradientIsCentred() {
        for (int[] shape : MATRICES) {
            for (boolean accumulate : new boolean[] {false, true}) {
                int n = shape[0] * shape[1];
                try (Trial trial = trial()) {
                    Operand y = trial.read(Inputs.probabilities(shape[0], shape[1], 2));
                    Operand dy = trial.read(Inputs.normal(n, 3));
                    Operand dx = trial.target(accumulate, n);
                    Operand inPlace = trial.change(Inputs.normal(n, 3));
                    trial.run(ops -> ops.softmaxGradient(shape[0], y.on(ops), dy.on(ops), accumulate, dx.on(ops)));
                    trial.run(ops -> ops.softmaxGradient(shape[0], y.on(ops), inPlace.on(ops), false,
                            inPlace.on(ops)));
                    trial.expect(dx, Tolerance.FUNCTION.within(1), shape[0], shape[1], accumulate);
                    trial.expect(inPlace, Tolerance.FUNCTION.within(1), shape[0], shape[1]);
                }
            }
        }
    }

    @Test
    default void crossEntropyOfLabelsAndOfProbabilities() {
        for (int[] shape : MATRICES) {
            for (double smoothing : new double[] {0, 0.1}) {
                for (boolean weighted : new boolean[] {false, true}) {
                    int rows = shape[0];
                    int classes = shape[1];
                    crossEntropy(rows, Values.of(logits(rows * classes)),
                            Values.of(Inputs.labels(rows, classes, 4)), classes, weighted, smoothing);
                    crossEntropy(rows, Values.of(logits(rows * classes)),
                            Values.of(Inputs.probabilities(rows, classes, 4)), classes, weighted, smoothing);
                }
            }
        }
    }

    private void crossEntropy(int rows, Values logits, Values targets, int classes, boolean weighted,
            double smoothing) {
        try (Trial trial = trial()) {
            Operand x = trial.read(logits);
            Operand target = trial.read(targets);
            Operand weights = trial.read(Inputs.uniform(classes, 5, 0.5f, 2));
            Operand loss = trial.write(1);
            Operand gradient = trial.write(logits.length());
            Operand inPlace = trial.change(logits);
            Operand lossAlone = trial.write(1);
            trial.run(ops -> ops.softmaxCrossEntropy(rows, x.on(ops), target.on(ops),
                    weighted ? weights.on(ops) : null, smoothing, loss.on(ops), gradient.on(ops)));
            trial.run(ops -> ops.softmaxCrossEntropy(rows, x.on(ops), target.on(ops),
                    weighted ? weights.on(ops) : null, smoothing, lossAlone.on(ops), null));
            Object[] what = {targets.type(), rows, classes, weighted, smoothing};
            trial.expect(loss, Tolerance.FUNCTION.within(0.1), what);
            trial.expect(lossAlone, Tolerance.FUNCTION.within(0.1), what);
            trial.expect(gradient, Tolerance.FUNCTION.within(1.0 / rows), what);
            trial.run(ops -> ops.softmaxCrossEntropy(rows, inPlace.on(ops), target.on(ops),
                    weighted ? weights.on(ops) : null, smoothing, loss.on(ops), inPlace.on(ops)));
            trial.expect(loss, Tolerance.FUNCTION.within(0.1), what);
            trial.expect(inPlace, Tolerance.FUNCTION.within(1.0 / rows), what);
        }
    }

    @Test
    default void crossEntropyIsFiniteForAllFiniteLogits() {
        int rows = 300;
        float[] logits = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            logits[2 * i] = i % 2 == 0 ? 1e38f : -0.5e38f;
            logits[2 * i + 1] = i % 3 == 0 ? 0 : 0.5e38f;
        }
        crossEntropy(rows, Values.of(logits), Values.of(Inputs.labels(rows, 2, 6)), 2, false, 0);
        crossEntropy(rows, Values.of(logits), Values.of(Inputs.probabilities(rows, 2, 6)), 2, false, 0);
        crossEntropy(rows, Values.of(logits), Values.of(Inputs.labels(rows, 2, 6)), 2, true, 0.1);
        try (Trial trial = trial()) {
            Operand x = trial.read(logits);
            Operand target = trial.readInts(new int[rows]);
            Operand loss = trial.write(1);
            Operand gradient = trial.write(2 * rows);
            trial.run(ops -> ops.softmaxCrossEntropy(rows, x.on(ops), target.on(ops), null, 0, loss.on(ops),
                    gradient.on(ops)));
            assertThat(trial.result(loss)[0]).isBetween(1e37, 1e38);
            assertThat(Arrays.stream(trial.result(gradient)).allMatch(Double::isFinite)).isTrue();
        }
    }

    @Test
    default void crossEntropyIgnoresClassesWithoutTarget() {
        try (Trial trial = trial()) {
            Operand x = trial.read(Float.NEGATIVE_INFINITY, 1, 1);
            Operand label = trial.readInts(2);
            Operand target = trial.read(0, 0.5f, 0.5f);
            Operand loss = trial.write(1);
            Operand gradient = trial.write(3);
            trial.run(ops -> ops.softmaxCrossEntropy(1, x.on(ops), label.on(ops), null, 0, loss.on(ops),
                    gradient.on(ops)));
            trial.expect(loss, Tolerance.FUNCTION);
            assertThat(trial.result(gradient)).containsExactly(0, 0.5, -0.5);
            trial.run(ops -> ops.softmaxCrossEntropy(1, x.on(ops), target.on(ops), null, 0, loss.on(ops),
                    gradient.on(ops)));
            trial.expect(loss, Tolerance.FUNCTION);
            assertThat(trial.result(loss)[0]).isBetween(0.69314, 0.69315);
        }
    }

    @Test
    default void pointwiseLossesAndTheirGradients() {
        for (Pointwise l : Pointwise.values()) {
            for (int n : ElementContract.sizes()) {
                for (double parameter : new double[] {0.7, 2}) {
                    pointwise(l, parameter, n);
                }
            }
        }
    }

    private void pointwise(Pointwise l, double parameter, int n) {
        float[] predictions = Inputs.uniform(n, 7, -3, 3);
        float[] targets = l == Pointwise.BINARY_CROSS_ENTROPY ? Inputs.uniform(n, 8, 0, 1) : Inputs.normal(n, 8);
        targets[0] = l == Pointwise.ABSOLUTE ? predictions[0] : targets[0];
        try (Trial trial = trial()) {
            Operand p = trial.read(predictions);
            Operand t = trial.read(targets);
            Operand loss = trial.write(1);
            Operand gradient = trial.write(n);
            Operand inPlace = trial.change(predictions);
            double scale = 1.0 / n;
            trial.run(ops -> ops.pointwiseLoss(l, parameter, scale, p.on(ops), t.on(ops), loss.on(ops), null));
            trial.expect(loss, Tolerance.FUNCTION, l, n, "loss alone");
            trial.run(ops -> ops.pointwiseLoss(l, parameter, scale, p.on(ops), t.on(ops), loss.on(ops),
                    gradient.on(ops)));
            trial.run(ops -> ops.pointwiseLoss(l, parameter, scale, inPlace.on(ops), t.on(ops), loss.on(ops),
                    inPlace.on(ops)));
            trial.expect(loss, Tolerance.FUNCTION, l, n);
            trial.expect(gradient, Tolerance.FUNCTION.within(scale), l, n);
            trial.expect(inPlace, Tolerance.FUNCTION.within(scale), l, n);
        }
    }

    @Test
    default void binaryCrossEntropyIsFiniteForAllFiniteLogits() {
        try (Trial trial = trial()) {
            Operand p = trial.read(1e38f, 1e38f, -1e38f, -1e38f, 100, -100, 1e-20f, 0);
            Operand t = trial.read(0, 1, 0, 1, 1, 0, 1, 0.5f);
            Operand loss = trial.write(1);
            Operand gradient = trial.write(8);
            trial.run(ops -> ops.pointwiseLoss(Pointwise.BINARY_CROSS_ENTROPY, 1, 0.125, p.on(ops), t.on(ops),
                    loss.on(ops), gradient.on(ops)));
            trial.expect(loss, Tolerance.FUNCTION);
            trial.expect(gradient, Tolerance.FUNCTION.within(1e-30));
            assertThat(trial.result(loss)[0]).isFinite();
        }
    }

    @Test
    default void oneHotMarksTheLabel() {
        for (int n : Inputs.SIZES) {
            try (Trial trial = trial()) {
                Operand labels = trial.readInts(Inputs.labels(n, 7, 9));
                Operand y = trial.write(7 * n);
                trial.run(ops -> ops.oneHot(labels.on(ops), y.on(ops)));
                trial.expect(y, Tolerance.EXACT, n);
            }
        }
    }
}
