package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void isWithinOneUlpOfMath() {
        for (float x = -110; x < 110; x += 0.0017f) {
            check(Exponential::of, Math::exp, x);
            check(Exponential::tanh, Math::tanh, x / 9);
            check(Exponential::sigmoid, v -> 1 / (1 + Math.exp(-v)), x);
        }
        for (float x = 1; x > 1e-38f; x *= 0.97f) {
            check(Exponential::of, Math::exp, x);
            check(Exponential::tanh, Math::tanh, x);
            check(Exponential::tanh, Math::tanh, -x);
        }
    }

    private static void check(DoubleUnaryOperator actual, DoubleUnaryOperator expected, float x) {
        float result = (float) actual.applyAsDouble(x);
        float wanted = (float) expected.applyAsDouble(x);
        assertThat(result == wanted || Math.abs(result - wanted) <= Math.ulp(wanted)).as("f(%s) = %s, not %s", x,
                wanted, result).isTrue();
    }

    @Test
    void treatsNaNAndInfinitiesAsMathDoes() {
        assertThat(Exponential.of(Double.NaN)).isNaN();
        assertThat((float) Exponential.of(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat((float) Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.tanh(Double.NaN)).isNaN();
        assertThat((float) Exponential.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat((float) Exponential.tanh(1e300)).isEqualTo(1);
        assertThat(Exponential.sigmoid(Double.NaN)).isNaN();
        assertThat((float) Exponential.sigmoid(Double.NEGATIVE_INFINITY)).isZero();
    }
}
