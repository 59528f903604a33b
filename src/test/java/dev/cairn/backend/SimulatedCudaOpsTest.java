package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@OnSimulatedCard
class SimulatedCudaOpsTest extends OpsContract {
    @Override
    Ops open() {
        return new CudaOps(0, Precision.FP32);
    }

    /** Four neighbours one by one are added in the order of four at once. */
    @Test
    void sumsAreTheSameBitsWhereverOperandsLie() {
        double[] aligned = sums(0);
        for (int offset = 1; offset < 4; offset++) {
            assertThat(sums(offset)).as("operands that begin at element %d", offset).isEqualTo(aligned);
        }
    }

    private double[] sums(int offset) {
        Buffer x = place(Values.of(Inputs.normal(RepetitionContract.ROWS * RepetitionContract.COLUMNS, 1)), offset);
        Buffer labels = place(Values.of(Inputs.labels(RepetitionContract.ROWS, RepetitionContract.COLUMNS, 3)), offset);
        Buffer results = place(Values.of(new float[RepetitionContract.RESULTS]), offset);
        RepetitionContract.sums(ops(), x, labels, results);
        double[] values = Values.download(ops(), results);
        for (Buffer buffer : new Buffer[] {x, labels, results}) {
            ops().free(buffer.block());
        }
        return values;
    }

    private Buffer place(Values values, int offset) {
        int length = values.length();
        Buffer buffer = new Buffer(ops().allocate(values.type(), length + offset), offset, length);
        values.upload(ops(), buffer);
        return buffer;
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
