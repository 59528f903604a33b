package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Precision;
import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.AlwaysRounded;
import dev.cairn.testing.OnSimulatedCard;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A card rounds the factors of its products to the same bits as the CPU. */
@OnSimulatedCard
@ExtendWith(AlwaysRounded.class)
class SimulatedCardBfloat16Test {
    private static final int COUNT = 1003;

    @Test
    void aFactorTimesOneIsTheFactorRounded() {
        float[] factors = factors();
        float[] onCard = timesOne(factors);
        assertThat(Simulator.launches()).contains("round_factors", "gemm");
        for (int i = 0; i < COUNT; i++) {
            // A sum begins at 0, which hides the sign of 0.
            float expected = Float.intBitsToFloat(Bfloat16.of(factors[i]) << 16);
            assertThat(Float.floatToIntBits(onCard[i])).as("%a", factors[i])
                    .isEqualTo(Float.floatToIntBits(expected + 0f));
        }
    }

    /** Every kind of number: tiny, huge, exactly between two, infinite, and NaN. */
    private static float[] factors() {
        SplittableRandom random = new SplittableRandom(5);
        float[] factors = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int bits = random.nextInt();
            factors[i] = Float.intBitsToFloat(i % 3 == 0 ? bits & 0xFFFF0000 | 0x8000 : bits);
        }
        float[] special = {0, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE,
            Float.MIN_VALUE, Float.intBitsToFloat(0x7F800001), Float.intBitsToFloat(-1)};
        System.arraycopy(special, 0, factors, 0, special.length);
        return factors;
    }

    /** x[n, 1] times [1, 1], computed on operands in the middle of their blocks. */
    private static float[] timesOne(float[] x) {
        Simulator.launches();
        try (Ops ops = new CudaOps(0, Precision.BF16)) {
            Buffer all = new Buffer(ops.allocate(ElementType.REAL, 2 * COUNT + 2), 0, 2 * COUNT + 2);
            ops.fill(1, all);
            Buffer factors = all.slice(1, COUNT);
            Buffer products = all.slice(COUNT + 1, COUNT);
            ops.upload(x, 0, factors);
            ops.gemm(false, false, COUNT, 1, 1, factors, all.slice(0, 1), false, products);
            float[] result = new float[COUNT];
            ops.download(products, result);
            ops.free(all.block());
            return result;
        }
    }
}
