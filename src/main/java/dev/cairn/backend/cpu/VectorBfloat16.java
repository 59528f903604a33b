package dev.cairn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link Bfloat16#of} by the Vector API, with the same bits. */
final class VectorBfloat16 {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(LANES * Short.SIZE));

    private VectorBfloat16() {
    }

    /** Rounds as many of n numbers as fill whole vectors, and returns how many. */
    static int round(float[] source, int from, short[] target, int to, int n) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            IntVector bits = FloatVector.fromArray(FLOATS, source, from + j).reinterpretAsInts();
            IntVector upper = bits.lanewise(VectorOperators.LSHR, 16);
            IntVector rounded = upper.and(1).add(bits).add(Bfloat16.BELOW_HALF).lanewise(VectorOperators.LSHR, 16);
            IntVector nan = bits.and(Integer.MAX_VALUE).neg().add(Bfloat16.INFINITY)
                    .lanewise(VectorOperators.ASHR, 31);
            IntVector result = rounded.lanewise(VectorOperators.AND_NOT, nan)
                    .or(upper.or(Bfloat16.QUIET).and(nan));
            ((ShortVector) result.castShape(SHORTS, 0)).intoArray(target, to + j);
        }
        return j;
    }
}
