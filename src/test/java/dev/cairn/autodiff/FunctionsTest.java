package dev.cairn.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Pointwise;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Unary;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every differentiable function against central differences in double precision. */
class FunctionsTest {
    private static final double STEP = 1e-5;

    static Stream<Arguments> functions() {
        return Stream.of(
                function("add a row", x -> x.add(row(x))),
                function("a row plus", x -> row(x).add(x)),
                function("subtract from a row", x -> row(x).subtract(x)),
                function("as the row of add", x -> whole(x).add(x.sum(0))),
                function("as the row of subtract", x -> whole(x).subtract(x.sum(0))),
                function("as the row of multiply", x -> whole(x).multiply(x.sum(0))),
                function("as the row of divide", x -> whole(x).divide(x.sum(0).square().add(1))),
                function("as the scalar of multiply", x -> whole(x).multiply(x.sum())),
                function("as the scalar of divide", x -> whole(x).divide(x.square().sum())),
                function("times itself", x -> x.multiply(x)),
                function("divided by", x -> row(x).divide(x.square().add(1))),
                function("divide", x -> x.divide(row(x))),
                function("affine", x -> x.multiply(-3).add(2).negate().divide(4)),
                function("used twice", x -> x.exp().add(x.square()).multiply(x)),
                function("abs", Tensor::abs),
                function("square root", x -> x.square().add(1).sqrt()),
                function("log", x -> x.square().add(1).log()),
                function("sum rows", x -> x.sum(0).square()),
                function("sum columns", x -> x.sum(1).square()),
                function("mean", x -> x.square().mean()),
                function("reshape", x -> x.reshape(3, 4).sum(0).square()),
                function("softmax", x -> x.softmax().multiply(whole(x))),
                function("matmul left", x -> x.matmul(matrix(x, 3, 5))),
                function("matmul right", x -> matrix(x, 5, 4).matmul(x)),
                function("matmul left transposed", x -> x.matmul(matrix(x, 4, 5), true, false)),
                function("matmul right transposed", x -> matrix(x, 5, 3).matmul(x, false, true)),
                function("matmul both transposed", x -> x.matmul(matrix(x, 5, 4), true, true)),
                function("matmul by itself", x -> x.matmul(x, true, false)),
                function("matmul of rank 3", x -> x.reshape(2, 2, 3).matmul(matrix(x, 3, 2))),
                function("dense", x -> MatrixProducts.dense(x, matrix(x, 3, 2), vector(x, 2), Unary.TANH, 0)),
                function("dense weight", x -> MatrixProducts.dense(matrix(x, 5, 4), x, vector(x, 3), Unary.GELU, 0)),
                function("dense bias",
                        x -> MatrixProducts.dense(matrix(x, 5, 4), matrix(x, 4, 12), x.reshape(12), Unary.SIGMOID, 0)),
                function("cross-entropy with labels",
                        x -> Softmax.crossEntropy(x, x.device().labels(0, 2, 1, 1), null, 0.1)),
                function("cross-entropy with weights",
                        x -> Softmax.crossEntropy(x, x.device().labels(0, 2, 1, 1), vector(x, 3).square(), 0)),
                function("cross-entropy with probabilities",
                        x -> Softmax.crossEntropy(x, whole(x).softmax(), null, 0.1).multiply(3)),
                function("squared loss", x -> loss(Pointwise.SQUARED, x)),
                function("absolute loss", x -> loss(Pointwise.ABSOLUTE, x)),
                function("huber loss", x -> loss(Pointwise.HUBER, x)),
                function("binary cross-entropy", x -> loss(Pointwise.BINARY_CROSS_ENTROPY, x)),
                function("batch norm", x -> BatchNormalization.batchNorm(x, vector(x, 3), vector(x, 3),
                        vector(x, 3), vector(x, 3), 1e-5, 0.1).multiply(whole(x))),
                function("batch norm gamma", x -> BatchNormalization.batchNorm(matrix(x, 5, 3), x.sum(0), x.sum(0),
                        vector(x, 3), vector(x, 3), 1e-5, 0.1).multiply(matrix(x, 5, 3))),
                function("batch norm of itself", x -> BatchNormalization.batchNorm(x.square(), x.sum(0),
                        vector(x, 3), vector(x, 3), vector(x, 3), 1e-5, 0.1).multiply(x)),
                function("dropout", x -> Dropouts.dropout(x, 0.4, 7, 1, counter(x)).square()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void gradientIsTheSlope(String name, UnaryOperator<Tensor> function) {
        try (Device device = Device.require(Backend.REFERENCE)) {
            double[] at = random(12);
            double[] gradient;
            try (Scope _ = device.training()) {
                Tensor x = device.tensor(Shape.of(4, 3), at).requireGradient();
                weighted(function.apply(x)).backward();
                gradient = x.gradient().toDoubles();
            }
            for (int i = 0; i < at.length; i++) {
                double slope = (value(device, function, at, i, STEP) - value(device, function, at, i, -STEP))
                        / (2 * STEP);
                assertThat(gradient[i]).as("%s, element %d", name, i)
                        .isCloseTo(slope, within(1e-8 * (1 + Math.abs(slope))));
            }
            assertThat(device.memory().liveTensors()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Unary.class)
    void everyFunctionOfOneElementHasItsSlope(Unary f) {
        gradientIsTheSlope(f.name(), f == Unary.LOG || f == Unary.SQRT
                ? x -> x.square().add(0.5).apply(f, 0)
                : x -> x.apply(f, 0.1));
        gradientIsTheSlope("dense " + f.name(), x -> MatrixProducts.dense(x, matrix(x, 3, 2).square(),
                vector(x, 2).add(9), f, 0.1));
    }

    private static double value(Device device, UnaryOperator<Tensor> function, double[] at, int i, double step) {
        double[] moved = at.clone();
        moved[i] += step;
        return device.scoped(() -> weighted(function.apply(device.tensor(Shape.of(4, 3), moved))).item());
    }

    /** One number in which every element counts differently. */
    private static Tensor weighted(Tensor y) {
        double[] weights = new double[y.shape().elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + 0.3 * i;
        }
        return y.multiply(y.device().tensor(y.shape(), weights)).sum();
    }

    private static Tensor loss(Pointwise l, Tensor x) {
        return PointwiseLosses.loss(l, 0.7, 0.25, x, whole(x).sigmoid());
    }

    private static Tensor whole(Tensor like) {
        return matrix(like, 4, 3);
    }

    private static Tensor row(Tensor like) {
        return vector(like, 3);
    }

    private static Tensor vector(Tensor like, int n) {
        return matrix(like, 1, n).reshape(n);
    }

    private static Tensor matrix(Tensor like, int m, int n) {
        double[] values = new double[m * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(1.7 * i + m + 0.5) + (Math.sin(1.7 * i + m + 0.5) > 0 ? 0.3 : -0.3);
        }
        return like.device().tensor(Shape.of(m, n), values);
    }

    private static dev.cairn.backend.Buffer counter(Tensor x) {
        return x.device().labels(5, 0).buffer();
    }

    private static double[] random(int n) {
        RandomStream random = new RandomStream(3, 0, 0);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double z = random.nextGaussian();
            values[i] = z + (z > 0 ? 0.05 : -0.05);
        }
        return values;
    }

    private static Arguments function(String name, UnaryOperator<Tensor> function) {
        return Arguments.of(name, function);
    }

    @Test
    void aLossHasOneElementAndAHistory() {
        try (Device device = Device.require(Backend.REFERENCE)) {
            Tensor outside = device.scalar(2);
            assertThatThrownBy(outside::backward).hasMessageContaining("no training scope is open");
            try (Scope _ = device.training()) {
                Tensor x = device.zeros(Shape.of(2)).requireGradient();
                assertThatThrownBy(() -> x.square().backward()).hasMessageContaining("a loss has one element");
                assertThatThrownBy(() -> outside.square().backward()).hasMessageContaining("depends on nothing");
                assertThatThrownBy(x::gradient).hasMessageContaining("run backward() first");
                x.sum().backward();
                assertThat(x.sum().needsGradient()).isFalse();
                assertThatThrownBy(() -> x.sum().backward()).hasMessageContaining("has run in this one");
            }
        }
    }

    @Test
    void nothingIsRecordedWhereNothingNeedsIt() {
        try (Device device = Device.require(Backend.REFERENCE); Scope _ = device.training()) {
            Tensor x = device.scalar(3).requireGradient();
            Tensor constant = device.scalar(4).square();
            assertThat(constant.needsGradient()).isFalse();
            assertThat(x.square().detach().needsGradient()).isFalse();
            try (Scope _ = device.noGrad()) {
                assertThat(x.square().needsGradient()).isFalse();
            }
            x.multiply(x.detach()).sum().backward();
            assertThat(x.gradient().item()).isEqualTo(3);
        }
    }
}
