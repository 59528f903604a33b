package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorExponentialTest {
    private static final float STEP = 0.0007f;
    private static final int BLOCK = 1 << 16;

    @Test
    void isWithinOneUlpOfMath() {
        requireWithinOneUlp(numbers());
    }

    /** All floats of a sign from 1/4 up to 2, with which every remainder and several exponents occur. */
    @ParameterizedTest
    @ValueSource(floats = {0.25f, -0.25f})
    void everyFloatIsWithinOneUlpOfMath(float smallest) {
        int first = Float.floatToRawIntBits(smallest);
        int end = Float.floatToRawIntBits(8 * smallest);
        float[] x = new float[BLOCK];
        for (int bits = first; bits < end; bits += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                x[i] = Float.intBitsToFloat(bits + i);
            }
            requireWithinOneUlp(x);
        }
    }

    private static void requireWithinOneUlp(float[] x) {
        float[] y = new float[x.length];
        VectorExponential.apply(x, y, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            float expected = (float) Math.exp(x[i]);
            if (y[i] != expected && !(Math.abs(y[i] - expected) <= Math.ulp(expected))) {
                throw new AssertionError("e^" + x[i] + " = " + expected + ", not " + y[i]);
            }
        }
    }

    @Test
    void vectorsAndSingleNumbersHaveTheSameBits() {
        float[] x = numbers();
        float[] y = new float[x.length];
        VectorExponential.apply(x, y, 0, x.length);
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = VectorExponential.of(x[i]);
        }
        assertThat(Arrays.mismatch(y, single)).isEqualTo(-1);
    }

    @Test
    void treatsNaNAndInfinitiesAsMathDoes() {
        float[] x = new float[64];
        for (int i = 0; i < x.length; i += 4) {
            x[i] = Float.NaN;
            x[i + 1] = Float.POSITIVE_INFINITY;
            x[i + 2] = Float.NEGATIVE_INFINITY;
        }
        VectorExponential.apply(x, x, 0, 61);
        for (int i = 0; i < 60; i += 4) {
            assertThat(x[i]).isNaN();
            assertThat(x[i + 1]).isEqualTo(Float.POSITIVE_INFINITY);
            assertThat(x[i + 2]).isZero();
            assertThat(x[i + 3]).isOne();
        }
        assertThat(x[60]).isNaN();
        assertThat(x[61]).as("beyond the end").isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(x[62]).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    /** From where e^x is 0 to where it is infinite, with those near 0. */
    private static float[] numbers() {
        int n = (int) (220 / STEP);
        float[] x = new float[n + 1000];
        for (int i = 0; i < n; i++) {
            x[i] = -110 + i * STEP;
        }
        for (int i = 0; i < 1000; i++) {
            x[n + i] = (float) Math.pow(0.92, i) * (i % 2 == 0 ? 1 : -1);
        }
        return x;
    }
}
