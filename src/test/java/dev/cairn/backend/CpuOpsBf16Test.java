package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.backend.cpu.CpuOps;
import dev.cairn.testing.ForkedJvm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuOpsBf16Test extends Comparison implements ProductContract {
    @Override
    public Precision precision() {
        return Precision.BF16;
    }

    @Override
    Ops open() {
        String reason = CpuOps.whyNot(Precision.BF16).orElse("");
        assumeTrue(reason.isEmpty(), reason);
        return new CpuOps(2, Precision.BF16);
    }

    @Override
    boolean isStaggered() {
        return true;
    }

    @Test
    void largeProductsRoundTheirFactorsAndSmallOnesKeepThem() {
        float third = 1 / 3f;
        float rounded = 0.333984375f;
        assertThat(ops().describe()).endsWith("oneDNN in BF16");
        assertThat(Arrays.stream(product(320, third)).distinct().toArray())
                .containsExactly(320 * (double) (rounded * rounded));
        assertThat(product(4, third)[0]).isCloseTo(4 / 9.0, offset(1e-6));
    }

    /** C[n,n] = A A, all elements of A being x. */
    private double[] product(int n, float x) {
        try (Trial trial = trial()) {
            Operand a = trial.read(filled(n * n, x));
            Operand c = trial.write(n * n);
            trial.run(ops -> ops.gemm(false, false, n, n, n, a.on(ops), a.on(ops), false, c.on(ops)));
            return trial.result(c);
        }
    }

    private static float[] filled(int n, float x) {
        float[] values = new float[n];
        Arrays.fill(values, x);
        return values;
    }

    @Test
    void withoutOneDnnItIsRefusedInOneSentence() throws Exception {
        List<String> lines = ForkedJvm.run(CpuOpsBf16Test.class, List.of("-Dcairn.cpu.gemm=plain"));
        assertThat(lines).last().asString().matches("BF16 is not to be had on this CPU, since .+; leave .+ at FP32");
    }

    /** Run in a JVM of its own. */
    public static void main(String[] arguments) {
        System.out.println(CpuOps.whyNot(Precision.BF16).orElse("available"));
    }
}
