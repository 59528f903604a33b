package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.cpu.CpuOps;
import dev.cairn.backend.cpu.SharingCpuOps;
import org.junit.jupiter.api.Test;

class CpuOpsThreadCountTest {
    @Test
    void sumsAreTheSameBitsForAnyNumberOfThreads() {
        float[] alone = sums(1);

        assertThat(sums(2)).isEqualTo(alone);
        assertThat(sums(5)).isEqualTo(alone);
    }

    private static float[] sums(int threads) {
        int n = RepetitionContract.ROWS * RepetitionContract.COLUMNS;
        try (CpuOps ops = SharingCpuOps.open(threads)) {
            Buffer x = new Buffer(ops.allocate(ElementType.REAL, n), 0, n);
            Buffer labels = new Buffer(ops.allocate(ElementType.INT32, RepetitionContract.ROWS), 0,
                    RepetitionContract.ROWS);
            Buffer results = new Buffer(ops.allocate(ElementType.REAL, RepetitionContract.RESULTS), 0,
                    RepetitionContract.RESULTS);
            ops.upload(Inputs.normal(n, 1), 0, x);
            ops.upload(Inputs.labels(RepetitionContract.ROWS, RepetitionContract.COLUMNS, 3), 0, labels);
            RepetitionContract.sums(ops, x, labels, results);
            float[] values = new float[results.length()];
            ops.download(results, values);
            return values;
        }
    }

    @Test
    void saysWhatItComputesWith() {
        try (CpuOps one = new CpuOps(1); CpuOps two = new CpuOps(2)) {
            assertThat(one.describe()).matches("CPU: .+, 1 thread, matrix products by (oneDNN|Vector API|plain Java)");
            assertThat(two.describe()).contains(", 2 threads, ");
        }
        assertThat(CpuOps.links()).hasSize(3).filteredOn(link -> link.used()).hasSize(1);
    }
}
