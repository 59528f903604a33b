package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface OptimizerContract extends Contract {
    List<UpdateRule> RULES = List.of(new UpdateRule.Sgd(0, false), new UpdateRule.Sgd(0.9, false),
            new UpdateRule.Sgd(0.9, true), new UpdateRule.RmsProp(0.9, 1e-8), new UpdateRule.Adadelta(0.95, 1e-6),
            new UpdateRule.Adam(0.9, 0.999, 1e-8, 0), new UpdateRule.Adam(0.9, 0.99, 1e-7, 0.05));
    int STEPS = 5;

    /** A segment that decays with L2, a frozen one, a slower one; between them elements that belong to none. */
    private static Segments segments(int n) {
        int third = n / 3;
        return new Segments(new int[] {0, third, 2 * third + 1}, new int[] {third, third, n - 2 * third - 1},
                new float[] {1, 0, 0.25f}, new float[] {0.01f, 0.5f, 0}, new boolean[] {true, true, false});
    }

    /** Rows (learning rate, c1, c2). */
    private static float[] rates() {
        float[] rates = new float[3 * STEPS];
        for (int t = 0; t < STEPS; t++) {
            rates[3 * t] = 0.1f / (t + 1);
            rates[3 * t + 1] = (float) (1 / (1 - Math.pow(0.9, t + 1)));
            rates[3 * t + 2] = (float) (1 / (1 - Math.pow(0.999, t + 1)));
        }
        return rates;
    }

    @Test
    default void updateFollowsEveryRule() {
        for (UpdateRule rule : RULES) {
            for (int n : new int[] {3, 100, 1000, 7001, Inputs.LARGE}) {
                try (Trial trial = trial()) {
                    Operand parameters = trial.change(Inputs.normal(n, 1));
                    Operand[] states = IntStream.range(0, rule.slots()).mapToObj(i -> trial.change(new float[n]))
                            .toArray(Operand[]::new);
                    Operand rates = trial.read(rates());
                    Operand counter = trial.changeInts(STEPS - 2, 0);
                    Operand status = trial.readInts(-1);
                    for (int step = 0; step < 4; step++) {
                        Operand gradients = trial.read(Inputs.normal(n, 2 + step));
                        trial.run(ops -> ops.update(rule, segments(n), rates.on(ops), counter.on(ops), status.on(ops),
                                gradients.on(ops), on(ops, states), parameters.on(ops)));
                    }
                    trial.expect(counter, Tolerance.EXACT, rule, n, "counter");
                    trial.expect(parameters, Tolerance.FUNCTION.within(1), rule, n);
                    for (Operand state : states) {
                        trial.expect(state, Tolerance.FUNCTION.within(1), rule, n, "state");
                    }
                }
            }
        }
    }

    private static Buffer[] on(Ops ops, Operand[] operands) {
        Buffer[] buffers = new Buffer[operands.length];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = operands[i].on(ops);
        }
        return buffers;
    }

    @Test
    default void frozenParametersAndThoseOfNoSegmentStay() {
        for (UpdateRule rule : RULES) {
            try (Trial trial = trial()) {
                float[] before = Inputs.normal(100, 1);
                Operand parameters = trial.change(before);
                Operand[] states = IntStream.range(0, rule.slots()).mapToObj(i -> trial.change(new float[100]))
                        .toArray(Operand[]::new);
                Operand rates = trial.read(rates());
                Operand counter = trial.changeInts(-1, 0);
                Operand status = trial.readInts(-1);
                Operand gradients = trial.read(Inputs.normal(100, 2));
                trial.run(ops -> ops.update(rule, segments(100), rates.on(ops), counter.on(ops), status.on(ops),
                        gradients.on(ops), on(ops, states), parameters.on(ops)));
                double[] after = trial.result(parameters);
                for (int i = 0; i < 100; i++) {
                    assertThat(after[i] == before[i]).as("%s: parameter %d stays", rule, i)
                            .isEqualTo(i >= 33 && i < 67);
                }
                for (Operand state : states) {
                    assertThat(trial.result(state)).containsSequence(new double[34]);
                }
                assertThat(trial.result(counter)).as("%s: a pair", rule).containsExactly(0, 1);
            }
        }
    }

    @Test
    default void aNonFiniteLossStopsUpdates() {
        try (Trial trial = trial()) {
            Operand total = trial.change(1.5f);
            Operand status = trial.changeInts(-1);
            Operand counter = trial.changeInts(7, 0);
            Operand parameters = trial.change(1, 2, 3, 4);
            Operand gradients = trial.read(1, 1, 1, 1);
            Operand rates = trial.read(0.5f, 1, 1);
            Segments segments = new Segments(new int[] {0}, new int[] {4}, new float[] {1}, new float[1],
                    new boolean[1]);
            float[] losses = {2, Float.POSITIVE_INFINITY, Float.NaN};
            for (float value : losses) {
                Operand loss = trial.read(value);
                trial.run(ops -> ops.recordLoss(0.25, loss.on(ops), counter.on(ops), total.on(ops), status.on(ops)));
                trial.run(ops -> ops.update(new UpdateRule.Sgd(0, false), segments, rates.on(ops), counter.on(ops),
                        status.on(ops), gradients.on(ops), new Buffer[0], parameters.on(ops)));
                assertThat(trial.result(parameters)).containsExactly(0.5, 1.5, 2.5, 3.5);
                assertThat(trial.result(status)).containsExactly(value == 2 ? -1 : 8);
                assertThat(trial.result(total)).containsExactly(value == 2 ? 2 : value);
            }
        }
    }

    @Test
    default void aStepWithNothingToLearnIsCounted() {
        try (Trial trial = trial()) {
            Operand counter = trial.changeInts(4, 0);
            Operand status = trial.readInts(-1);
            Operand rates = trial.read(rates());
            Operand parameters = trial.change(1, 2);
            Operand gradients = trial.read(3, 4);
            Segments frozen = new Segments(new int[] {0}, new int[] {2}, new float[1], new float[1], new boolean[1]);
            trial.run(ops -> ops.update(new UpdateRule.Sgd(0, false), frozen, rates.on(ops), counter.on(ops),
                    status.on(ops), gradients.on(ops), new Buffer[0], parameters.on(ops)));
            assertThat(trial.result(counter)).containsExactly(5, 0);
            assertThat(trial.result(parameters)).containsExactly(1, 2);
        }
    }

    @Test
    default void aStepIsRecordedAtOnce() {
        for (int[] shape : new int[][] {{1, 1}, {33, 10}, {1000, 3}, {7, 300}}) {
            for (float value : new float[] {0.75f, Float.NaN}) {
                try (Trial trial = trial()) {
                    Operand loss = trial.read(value);
                    Operand counter = trial.readInts(11, 0);
                    Operand total = trial.change(2);
                    Operand status = trial.changeInts(-1);
                    Operand outputs = trial.read(Inputs.special(shape[0] * shape[1], 8));
                    Operand labels = trial.readInts(Inputs.labels(shape[0], shape[1], 9));
                    Operand hits = trial.change(3);
                    trial.run(ops -> ops.recordStep(0.5, loss.on(ops), counter.on(ops), total.on(ops), status.on(ops),
                            outputs.on(ops), labels.on(ops), hits.on(ops)));
                    trial.expect(total, Tolerance.EXACT, shape[0], shape[1], value);
                    trial.expect(status, Tolerance.EXACT, shape[0], shape[1], value);
                    trial.expect(hits, Tolerance.EXACT, shape[0], shape[1], value);
                }
            }
        }
    }

    @Test
    default void clipByNormShortens() {
        for (int n : ElementContract.sizes()) {
            for (double maxNorm : new double[] {0.5, 1e6}) {
                try (Trial trial = trial()) {
                    Operand x = trial.change(Inputs.normal(n, 3));
                    Operand norm = trial.write(1);
                    trial.run(ops -> ops.clipByNorm(maxNorm, x.on(ops), norm.on(ops)));
                    trial.expect(norm, Tolerance.sum(n, 1e-2), n);
                    trial.expect(x, Tolerance.FUNCTION, n, maxNorm);
                }
            }
        }
    }

    @Test
    default void clipByNormLeavesWhatIsNotFinite() {
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            try (Trial trial = trial()) {
                Operand x = trial.change(3, odd, 4);
                Operand norm = trial.write(1);
                trial.run(ops -> ops.clipByNorm(1, x.on(ops), norm.on(ops)));
                assertThat(trial.result(x)).containsExactly(3, odd, 4);
                assertThat(trial.result(norm)).containsExactly(odd);
            }
        }
    }

    @Test
    default void clampKeepsNaN() {
        for (int n : ElementContract.sizes()) {
            try (Trial trial = trial()) {
                Operand x = trial.change(Inputs.special(n, 4));
                trial.run(ops -> ops.clamp(-0.5, 2, x.on(ops)));
                trial.expect(x, Tolerance.EXACT, n);
            }
        }
    }
}
