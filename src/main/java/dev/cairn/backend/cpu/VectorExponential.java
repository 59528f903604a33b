package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * e^x in float32 by the Vector API, within 1 ulp: x = n ln 2 + r with |r| up to ln 2 / 2, e^x = 2^n e^r, and e^r by its
 * Taylor series up to r^7. A number has the same bits in a vector and in the rest that fills none, since both take the
 * same steps.
 */
final class VectorExponential {
    /** e^x is infinite as a float from here on. */
    private static final float HIGHEST = 89;
    /** e^x is 0 as a float up to here. */
    private static final float LOWEST = -104;
    private static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts; the product of the first and any n has no rounding error. */
    private static final float LN2_HIGH = 0x1.63p-1f;
    private static final float LN2_LOW = (float) (0.6931471805599453 - LN2_HIGH);
    /** What is added to this is rounded to a whole number, which stands in the lowest bits of the sum. */
    private static final float ROUNDING = 0x1.8p23f;
    private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);
    private static final int ONE_BITS = Float.floatToRawIntBits(1f);
    private static final int FRACTION_BITS = 23;

    private static final float C2 = 1 / 2f;
    private static final float C3 = 1 / 6f;
    private static final float C4 = 1 / 24f;
    private static final float C5 = 1 / 120f;
    private static final float C6 = 1 / 720f;
    private static final float C7 = 1 / 5040f;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorExponential() {
    }

    /** y[i] = e^x[i] for i from {@code from} to {@code to - 1}; y may be x. */
    static void apply(float[] x, float[] y, int from, int to) {
        FloatVector highest = FloatVector.broadcast(SPECIES, HIGHEST);
        FloatVector lowest = FloatVector.broadcast(SPECIES, LOWEST);
        FloatVector rounding = FloatVector.broadcast(SPECIES, ROUNDING);
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector high = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        FloatVector low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            v = v.blend(highest, v.compare(VectorOperators.GT, highest));
            v = v.blend(lowest, v.compare(VectorOperators.LT, lowest));
            FloatVector shifted = v.fma(log2e, rounding);
            FloatVector n = shifted.sub(rounding);
            FloatVector r = n.fma(low, n.fma(high, v));
            FloatVector series = r.fma(FloatVector.broadcast(SPECIES, C7), FloatVector.broadcast(SPECIES, C6));
            series = series.fma(r, FloatVector.broadcast(SPECIES, C5));
            series = series.fma(r, FloatVector.broadcast(SPECIES, C4));
            series = series.fma(r, FloatVector.broadcast(SPECIES, C3));
            series = series.fma(r, FloatVector.broadcast(SPECIES, C2));
            series = series.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDING_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = exponent.sub(half);
            FloatVector scale = half.lanewise(VectorOperators.LSHL, FRACTION_BITS).add(ONE_BITS).reinterpretAsFloats();
            FloatVector again = rest.lanewise(VectorOperators.LSHL, FRACTION_BITS).add(ONE_BITS).reinterpretAsFloats();
            series.mul(scale).mul(again).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = of(x[i]);
        }
    }

    /** The steps of a vector for one number. 2^n as two factors: n reaches beyond the exponents of floats. */
    static float of(float x) {
        float v = x > HIGHEST ? HIGHEST : x < LOWEST ? LOWEST : x;
        float shifted = Math.fma(v, LOG2_E, ROUNDING);
        float n = shifted - ROUNDING;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, v));
        float series = Math.fma(r, C7, C6);
        series = Math.fma(series, r, C5);
        series = Math.fma(series, r, C4);
        series = Math.fma(series, r, C3);
        series = Math.fma(series, r, C2);
        series = Math.fma(series, r * r, r) + 1;
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDING_BITS;
        int half = exponent >> 1;
        int rest = exponent - half;
        float scale = Float.intBitsToFloat((half << FRACTION_BITS) + ONE_BITS);
        return series * scale * Float.intBitsToFloat((rest << FRACTION_BITS) + ONE_BITS);
    }
}
