package dev.cairn.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Unary;
import dev.cairn.backend.UpdateRule;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reference itself: gradients against central differences, results against figures worked out by hand. */
class ReferenceFormulasTest {
    private static final double STEP = 1e-6;
    private static final double[] POINTS = {-3.7, -1.2, -0.4, -0.05, 0.07, 0.3, 0.9, 1.6, 4.2, 0.5, -2.5, 0.8};

    private final ReferenceOps ops = new ReferenceOps();

    private Buffer reals(double... values) {
        Buffer buffer = new Buffer(ops.allocate(ElementType.REAL, values.length), 0, values.length);
        ops.upload(values, buffer);
        return buffer;
    }

    private Buffer ints(int... values) {
        Buffer buffer = new Buffer(ops.allocate(ElementType.INT32, values.length), 0, values.length);
        ops.upload(values, 0, buffer);
        return buffer;
    }

    private Buffer empty(int n) {
        return reals(new double[n]);
    }

    private double[] values(Buffer buffer) {
        double[] values = new double[buffer.length()];
        ops.download(buffer, values);
        return values;
    }

    /** The gradient of a function of one result, by central differences. */
    private static double[] differences(double[] x, Function<double[], Double> f) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + STEP;
            double above = f.apply(moved);
            moved[i] = x[i] - STEP;
            gradient[i] = (above - f.apply(moved)) / (2 * STEP);
        }
        return gradient;
    }

    private static void assertClose(double[] actual, double[] expected, Object what) {
        assertThat(actual).as("%s", what).containsExactly(expected, within(1e-7));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Weights that make one number of many results. */
    private static double[] weights(int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = Math.sin(1 + i);
        }
        return weights;
    }

    @Test
    void unaryGradients() {
        for (Unary f : Unary.values()) {
            double[] x = POINTS.clone();
            for (int i = 0; i < x.length; i++) {
                x[i] = f == Unary.SQRT || f == Unary.LOG ? Math.abs(x[i]) : x[i];
            }
            double[] dy = weights(x.length);
            Buffer y = empty(x.length);
            Buffer dx = empty(x.length);
            ops.unary(f, 0.3, reals(x), y);
            ops.unaryGradient(f, 0.3, f.gradientFromResult() ? y : reals(x), reals(dy), false, dx);
            assertClose(values(dx), differences(x, moved -> {
                Buffer result = empty(moved.length);
                ops.unary(f, 0.3, reals(moved), result);
                return dot(values(result), dy);
            }), f);
        }
    }

    @Test
    void unaryValues() {
        double[] x = {-8, -2, -0.5, 0, 0.5, 2, 8};
        assertThat(unary(Unary.SIGMOID, x)[4]).isEqualTo(0.6224593312018546);
        assertThat(unary(Unary.SCALED_TANH, 1, -1, 0)).containsExactly(new double[] {1, -1, 0}, within(1e-4));
        assertThat(unary(Unary.GELU, 1, -1, 2, -8, 40, -40)).containsExactly(new double[] {0.8413447460685429,
            -0.15865525393145705, 1.9544997361036416, -4.976768459417429e-15, 40, 0}, within(1e-15));
        assertThat(unary(Unary.GELU, -8)[0] / -4.976768459417429e-15).isCloseTo(1, within(1e-12));
        assertThat(unary(Unary.LEAKY_RELU, -2, 3)).containsExactly(-0.6, 3);
        assertThat(unary(Unary.RELU, -2, Double.NaN, 3)).containsExactly(0, Double.NaN, 3);
        assertThat(unary(Unary.ABS, x)).containsExactly(8, 2, 0.5, 0, 0.5, 2, 8);
    }

    private double[] unary(Unary f, double... x) {
        Buffer y = empty(x.length);
        ops.unary(f, 0.3, reals(x), y);
        return values(y);
    }

    /** Φ on both sides of the point where its two formulas meet. */
    @Test
    void theNormalDistributionIsSmooth() {
        assertThat(Normal.cumulative(-3)).isCloseTo(0.0013498980316300933, within(2e-16));
        assertThat(Normal.cumulative(Math.nextDown(-3.0))).isCloseTo(0.0013498980316300933, within(2e-16));
        assertThat(Normal.cumulative(-1.959963984540054)).isCloseTo(0.025, within(1e-15));
        assertThat(Normal.cumulative(Double.NaN)).isNaN();
    }

    @Test
    void pointwiseLossesAndGradients() {
        double[] targets = new double[POINTS.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i % 3 * 0.5;
        }
        for (Pointwise l : Pointwise.values()) {
            Buffer gradient = empty(POINTS.length);
            ops.pointwiseLoss(l, 1.5, 0.25, reals(POINTS), reals(targets), empty(1), gradient);
            assertClose(values(gradient), differences(POINTS, moved -> pointwise(l, moved, targets)), l);
        }
        assertThat(pointwise(Pointwise.SQUARED, new double[] {3, 1}, new double[] {1, 2})).isEqualTo(1.25);
        assertThat(pointwise(Pointwise.ABSOLUTE, new double[] {3, 1}, new double[] {1, 2})).isEqualTo(0.75);
        assertThat(pointwise(Pointwise.HUBER, new double[] {3, 1}, new double[] {1, 2}))
                .isEqualTo(0.25 * (1.5 * (2 - 0.75) + 0.5));
        double p = 1 / (1 + Math.exp(-0.7));
        assertThat(pointwise(Pointwise.BINARY_CROSS_ENTROPY, new double[] {0.7, 0.7}, new double[] {1, 0.25}))
                .isCloseTo(0.25 * (-1.5 * Math.log(p) - 1.5 * 0.25 * Math.log(p) - 0.75 * Math.log(1 - p)),
                        within(1e-15));
    }

    private double pointwise(Pointwise l, double[] prediction, double[] target) {
        Buffer loss = empty(1);
        ops.pointwiseLoss(l, 1.5, 0.25, reals(prediction), reals(target), loss, null);
        return values(loss)[0];
    }

    @Test
    void softmaxAndGradient() {
        double[] dy = weights(POINTS.length);
        Buffer y = empty(POINTS.length);
        Buffer dx = empty(POINTS.length);
        ops.softmax(3, reals(POINTS), y);
        ops.softmaxGradient(3, y, reals(dy), false, dx);
        assertClose(values(dx), differences(POINTS, moved -> {
            Buffer result = empty(moved.length);
            ops.softmax(3, reals(moved), result);
            return dot(values(result), dy);
        }), "softmax");
        double sum = Math.exp(-3.7) + Math.exp(-1.2) + Math.exp(-0.4) + Math.exp(-0.05);
        assertThat(values(y)[2]).isCloseTo(Math.exp(-0.4) / sum, within(1e-15));
    }

    @Test
    void crossEntropyAndGradient() {
        Buffer labels = ints(0, 3, 1);
        Buffer probabilities = reals(0.1, 0.2, 0.3, 0.4, 0, 0, 1, 0, 0.7, 0.1, 0.1, 0.1);
        Buffer weights = reals(0.5, 1, 2, 3);
        for (Buffer target : new Buffer[] {labels, probabilities}) {
            for (Buffer w : new @Nullable Buffer[] {null, weights}) {
                for (double smoothing : new double[] {0, 0.2}) {
                    Buffer gradient = empty(12);
                    ops.softmaxCrossEntropy(3, reals(POINTS), target, w, smoothing, empty(1), gradient);
                    assertClose(values(gradient),
                            differences(POINTS, moved -> crossEntropy(moved, target, w, smoothing)), smoothing);
                }
            }
        }
        double[] p = {0.1, 0.2, 0.3, 0.4};
        double[] logits = {Math.log(0.1), Math.log(0.2), Math.log(0.3), Math.log(0.4), 0, 0, 0, 0, 0, 0, 0, 0};
        assertThat(crossEntropy(logits, labels, null, 0))
                .isCloseTo((-Math.log(p[0]) + 2 * Math.log(4)) / 3, within(1e-15));
        assertThat(crossEntropy(logits, labels, weights, 0))
                .isCloseTo((-0.5 * Math.log(p[0]) + 4 * Math.log(4)) / 4.5, within(1e-15));
        assertThat(crossEntropy(logits, probabilities, weights, 0)).isCloseTo(
                (-0.05 * Math.log(0.1) - 0.2 * Math.log(0.2) - 0.6 * Math.log(0.3) - 1.2 * Math.log(0.4)
                        + (2 + 0.35 + 0.1 + 0.2 + 0.3) * Math.log(4)) / 3,
                within(1e-15));
        double smoothed = -(0.85 * Math.log(0.1) + 0.05 * (Math.log(0.2) + Math.log(0.3) + Math.log(0.4)));
        assertThat(crossEntropy(logits, labels, null, 0.2))
                .isCloseTo((smoothed + 2 * Math.log(4)) / 3, within(1e-15));
    }

    private double crossEntropy(double[] logits, Buffer target, @Nullable Buffer weights, double smoothing) {
        Buffer loss = empty(1);
        ops.softmaxCrossEntropy(3, reals(logits), target, weights, smoothing, loss, null);
        return values(loss)[0];
    }

    @Test
    void batchNormGradients() {
        double[] gamma = {0.5, 2, -1};
        double[] beta = {0.1, 0.2, 0.3};
        double[] dy = weights(POINTS.length);
        Buffer mean = empty(3);
        Buffer inverseStd = empty(3);
        batchNorm(POINTS, gamma, beta, mean, inverseStd);
        Buffer dx = empty(POINTS.length);
        Buffer dgamma = empty(3);
        Buffer dbeta = empty(3);
        ops.batchNormGradient(reals(POINTS), reals(gamma), mean, inverseStd, reals(dy), false, dx, false, dgamma,
                dbeta);
        assertClose(values(dx), differences(POINTS, x -> dot(batchNorm(x, gamma, beta), dy)), "x");
        assertClose(values(dgamma), differences(gamma, g -> dot(batchNorm(POINTS, g, beta), dy)), "gamma");
        assertClose(values(dbeta), differences(beta, b -> dot(batchNorm(POINTS, gamma, b), dy)), "beta");
    }

    private double[] batchNorm(double[] x, double[] gamma, double[] beta) {
        return batchNorm(x, gamma, beta, empty(3), empty(3));
    }

    private double[] batchNorm(double[] x, double[] gamma, double[] beta, Buffer mean, Buffer inverseStd) {
        Buffer y = empty(x.length);
        ops.batchNorm(0.01, 0.1, reals(x), reals(gamma), reals(beta), empty(3), empty(3), mean, inverseStd, y);
        return values(y);
    }

    @Test
    void productsByHand() {
        Buffer a = reals(1, 2, 3, 4, 5, 6);
        Buffer b = reals(1, 0, 2, -1, 3, 1);
        Buffer c = empty(4);
        ops.gemm(false, false, 2, 2, 3, a, b, false, c);
        assertThat(values(c)).containsExactly(14, 1, 32, 1);
        ops.gemm(true, false, 2, 2, 3, a, b, false, c);
        assertThat(values(c)).containsExactly(22, 2, 28, 2);
        ops.gemm(false, true, 2, 2, 3, a, b, false, c);
        assertThat(values(c)).containsExactly(7, 8, 16, 17);
        ops.gemm(true, true, 2, 2, 3, a, b, true, c);
        assertThat(values(c)).containsExactly(18, 21, 30, 33);
    }

    @Test
    void updatesByHand() {
        assertThat(update(new UpdateRule.Sgd(0, false), 0)).isEqualTo(2 - 0.1 * 3);
        assertThat(update(new UpdateRule.Sgd(0, false), 0.25)).isCloseTo(2 - 0.1 * (3 + 0.5 * 2), within(1e-7));
        assertThat(update(new UpdateRule.Sgd(0.5, false), 0, 4)).isEqualTo(2 - 0.1 * (0.5 * 4 + 3));
        assertThat(update(new UpdateRule.Sgd(0.5, true), 0, 4)).isEqualTo(2 - 0.1 * (3 + 0.5 * 5));
        assertThat(update(new UpdateRule.RmsProp(0.75, 1), 0, 4)).isCloseTo(2 - 0.1 * 3 / (Math.sqrt(5.25) + 1),
                within(1e-15));
        assertThat(update(new UpdateRule.Adadelta(0.75, 1), 0, 4, 8)).isCloseTo(2 - 0.1 * 3 * 3 / Math.sqrt(6.25),
                within(1e-15));
        assertThat(update(new UpdateRule.Adam(0.5, 0.75, 1, 0), 0, 5, 4)).isCloseTo(
                2 - 0.1 * (4 * 2) / (Math.sqrt(5.25 * 3) + 1), within(1e-15));
        assertThat(update(new UpdateRule.Adam(0.5, 0.75, 1, 0.01), 0.25, 5, 4)).isCloseTo(
                2 - 0.1 * 0.01 * 2 - 0.1 * (4 * 2) / (Math.sqrt(5.25 * 3) + 1), within(1e-15));
    }

    /** w = 2 after a step along g = 3 with rate 0.1, c1 = 2 and c2 = 3, from the states given. */
    private double update(UpdateRule rule, double l2, double... states) {
        Buffer w = reals(2);
        Buffer[] stateBuffers = new Buffer[states.length];
        for (int i = 0; i < states.length; i++) {
            stateBuffers[i] = reals(states[i]);
        }
        Segments segments = new Segments(new int[] {0}, new int[] {1}, new float[] {1}, new float[] {(float) l2},
                new boolean[] {true});
        ops.update(rule, segments, reals(9, 9, 9, 0.1, 2, 3), ints(5, 0), ints(-1), reals(3), stateBuffers, w);
        return values(w)[0];
    }
}
