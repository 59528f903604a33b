package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

interface MemoryContract extends Contract {
    @Test
    default void whatIsUploadedComesBack() {
        for (ElementType type : ElementType.values()) {
            Block block = ops().allocate(type, 12);
            assertThat(block.type()).isEqualTo(type);
            assertThat(block.capacity()).isEqualTo(12);
            ops().free(block);
        }
        try (Trial trial = trial()) {
            float[] floats = Inputs.special(1000, 0);
            byte[] bytes = Inputs.bytes(1000);
            int[] ints = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE};
            float[] floatsBack = new float[1001];
            byte[] bytesBack = new byte[1001];
            int[] intsBack = new int[6];
            ops().download(trial.read(floats).on(ops()), floatsBack);
            ops().download(trial.read(Values.of(bytes)).on(ops()), bytesBack);
            ops().download(trial.readInts(ints).on(ops()), intsBack);
            assertThat(floatsBack).startsWith(floats).endsWith(0f);
            assertThat(bytesBack).startsWith(bytes).endsWith((byte) 0);
            assertThat(intsBack).startsWith(ints).endsWith(0);
        }
    }

    @Test
    default void anUploadMayBeginInsideItsSource() {
        try (Trial trial = trial()) {
            Operand floats = trial.write(3);
            Operand ints = trial.changeInts(0, 0, 0);
            trial.run(ops -> ops.upload(new float[] {1, 2, 3, 4, 5}, 1, floats.on(ops)));
            trial.run(ops -> ops.upload(new int[] {1, 2, 3, 4, 5}, 2, ints.on(ops)));
            assertThat(trial.result(floats)).containsExactly(2, 3, 4);
            assertThat(trial.result(ints)).containsExactly(3, 4, 5);
        }
    }

    @Test
    default void doublesAreRounded() {
        try (Trial trial = trial()) {
            Operand x = trial.write(4);
            trial.run(ops -> ops.upload(new double[] {Math.PI, 1e300, -1e-300, Double.NaN}, x.on(ops)));
            trial.expect(x, Tolerance.EXACT);
            float[] back = new float[4];
            ops().download(x.on(ops()), back);
            assertThat(back).containsExactly((float) Math.PI, Float.POSITIVE_INFINITY, -0f, Float.NaN);
        }
    }

    @Test
    default void fillsAndCopiesEveryType() {
        for (int n : Inputs.SIZES) {
            for (Values values : new Values[] {Values.of(Inputs.special(n, 1)), Values.of(Inputs.labels(n, 99, 1)),
                Values.of(Inputs.bytes(n))}) {
                try (Trial trial = trial()) {
                    Operand x = trial.read(values);
                    Operand y = trial.change(values);
                    trial.run(ops -> ops.fill(200, y.on(ops)));
                    assertThat(trial.result(y)).containsOnly(200);
                    trial.run(ops -> ops.copy(x.on(ops), y.on(ops)));
                    trial.expect(y, Tolerance.EXACT);
                }
            }
        }
    }

    @Test
    default void rowsOfTheHostArriveInTheOrderInWhichTheyWereBegun() {
        List<HostRows> sources = List.of(HostRows.of(Inputs.bytes(40 * 3), 3),
                HostRows.of(Inputs.labels(40, 1000, 1), 1), HostRows.of(Inputs.normal(40 * 5, 2), 5));
        int[][] batches = {{7, 39, 0, 7}, {1}, {}, {38, 2, 3}, {4, 5, 6, 8}};
        try (Trial trial = trial()) {
            for (int[] batch : batches) {
                List<Operand> arrived = List.of(trial.change(Values.of(new byte[3 * batch.length])),
                        trial.changeInts(new int[batch.length]), trial.write(5 * batch.length));
                trial.run(ops -> bring(sources, List.of(new int[] {11, 12}, batch), arrived, ops));
                arrived.forEach(operand -> trial.expect(operand, Tolerance.EXACT, batch));
                assertThat(trial.result(arrived.get(1)))
                        .containsExactly(
                                Arrays.stream(batch).mapToDouble(row -> Inputs.labels(40, 1000, 1)[row]).toArray());
            }
        }
    }

    /** Begins with each batch, and finishes the last. */
    private static void bring(List<HostRows> sources, List<int[]> batches, List<Operand> arrived, Ops ops) {
        List<Buffer> landing = sources.stream()
                .map(source -> new Buffer(ops.allocate(source.type(), 4 * source.width()), 0, 4 * source.width()))
                .toList();
        try (Prefetch prefetch = ops.prefetch(sources, landing)) {
            batches.forEach(batch -> prefetch.begin(batch, batch.length));
            prefetch.finish(arrived.stream().map(operand -> operand.on(ops)).toList());
        }
        landing.forEach(buffer -> ops.free(buffer.block()));
    }

    @Test
    default void describesItself() {
        assertThat(ops().freeBytes()).isPositive();
        assertThat(ops().describe()).isNotBlank().doesNotContain("\n");
        assertThat(ops().realBytes()).isIn(4, 8);
        ops().synchronize();
    }
}
