package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface DataContract extends Contract {
    int SAMPLES = 50;
    int[][] BATCHES = {{1, 1}, {1, 33}, {31, 4}, {20, 1000}, {7, 3072}, {300, 257}, {5000, 2}, {2, 8200}};

    @Test
    default void nextBatchTakesEverySampleOnceAnEpoch() {
        for (int[] shape : new int[][] {{1, 1}, {7, 3}, {64, 64}, {65, 32}, {1000, 33}, {5000, 4999}}) {
            int samples = shape[0];
            int size = shape[1];
            int batches = Math.ceilDiv(samples, size);
            int last = samples - (batches - 1) * size;
            for (boolean shuffled : new boolean[] {false, true}) {
                BatchOrder order = new BatchOrder(samples, batches, size, shuffled, 0x1234_5678_9ABC_DEF0L);
                long firstBatch = (0x1_FFFF_FFFFL / batches) * batches; // the counter carries on the way
                try (Trial trial = trial()) {
                    Operand counter = trial.changeInts((int) firstBatch, (int) (firstBatch >>> 32));
                    BitSet seen = new BitSet();
                    for (int b = 0; b < batches; b++) {
                        Operand rows = trial.changeInts(new int[b == batches - 1 ? last : size]);
                        trial.run(ops -> ops.nextBatch(order, counter.on(ops), rows.on(ops)));
                        trial.expect(rows, Tolerance.EXACT, samples, size, shuffled, b);
                        for (double row : trial.result(rows)) {
                            seen.set((int) row);
                        }
                    }
                    assertThat(seen.cardinality()).isEqualTo(samples);
                    assertThat(seen.length()).isEqualTo(samples);
                    long next = firstBatch + batches;
                    assertThat(trial.result(counter)).containsExactly((int) next, (int) (next >>> 32));
                }
            }
        }
    }

    @Test
    default void nextBatchBringsItsAnswers() {
        for (int width : new int[] {1, 3, 40}) {
            for (boolean labels : new boolean[] {true, false}) {
                try (Trial trial = trial()) {
                    BatchOrder order = new BatchOrder(SAMPLES, 8, 7, true, 5);
                    Operand counter = trial.changeInts(1, 0);
                    Operand answers = labels
                            ? trial.readInts(Inputs.labels(SAMPLES * width, 10, 4))
                            : trial.read(Inputs.normal(SAMPLES * width, 4));
                    Operand rows = trial.changeInts(new int[7]);
                    Operand y = labels ? trial.changeInts(new int[7 * width]) : trial.write(7 * width);
                    trial.run(ops -> ops.nextBatchWithAnswers(order, counter.on(ops), answers.on(ops), rows.on(ops),
                            y.on(ops)));
                    trial.expect(counter, Tolerance.EXACT, width, labels);
                    trial.expect(rows, Tolerance.EXACT, width, labels);
                    trial.expect(y, Tolerance.EXACT, width, labels);
                }
            }
        }
    }

    @Test
    default void gatherTakesRowsAsRealNumbers() {
        for (int[] batch : BATCHES) {
            int rows = batch[0];
            int width = batch[1];
            for (int period : new int[] {0, 1, width}) {
                gather(Values.of(Inputs.bytes(SAMPLES * width)), rows, width, period, period);
                gather(Values.of(Inputs.normal(SAMPLES * width, 1)), rows, width, period, period);
                gather(Values.of(Inputs.bytes(SAMPLES * width)), rows, width, period, 0);
                gather(Values.of(Inputs.normal(SAMPLES * width, 1)), rows, width, 1, period);
            }
        }
    }

    /** A period of 0 means that there is no scale or no shift. */
    private void gather(Values samples, int rows, int width, int scalePeriod, int shiftPeriod) {
        try (Trial trial = trial()) {
            Operand source = trial.read(samples);
            Operand indices = trial.readInts(Inputs.labels(rows, SAMPLES, 2));
            Operand scale = trial.read(Inputs.normal(Math.max(1, scalePeriod), 3));
            Operand shift = trial.read(Inputs.normal(Math.max(1, shiftPeriod), 4));
            Operand y = trial.write(rows * width);
            trial.run(ops -> ops.gather(0, source.on(ops), indices.on(ops), scalePeriod == 0 ? null : scale.on(ops),
                    shiftPeriod == 0 ? null : shift.on(ops), y.on(ops)));
            Tolerance tolerance = scalePeriod + shiftPeriod == 0 ? Tolerance.EXACT : Tolerance.ARITHMETIC.within(3);
            trial.expect(y, tolerance, samples.type(), rows, width, scalePeriod, shiftPeriod);
        }
    }

    @Test
    default void gatherStandardizesRows() {
        for (int[] batch : BATCHES) {
            int rows = batch[0];
            int width = batch[1];
            for (double floor : new double[] {0.5, /* above that of most rows: */ 100}) {
                gatherStandardized(floor, Values.of(Inputs.bytes(SAMPLES * width)), rows, width, 0);
                gatherStandardized(floor, Values.of(Inputs.bytes(SAMPLES * width)), rows, width, 1);
                gatherStandardized(floor, Values.of(Inputs.bytes(SAMPLES * width)), rows, width, width);
                gatherStandardized(floor, Values.of(Inputs.normal(SAMPLES * width, 1)), rows, width, width);
            }
        }
    }

    @Test
    default void standardizedRowsHaveMeanZeroAndDeviationOne() {
        try (Trial trial = trial()) {
            Operand source = trial.read(1, 3, 1, 3, /* flat: */ 5, 5, 5, 5);
            Operand indices = trial.readInts(1, 0);
            Operand y = trial.write(8);
            trial.run(ops -> ops.gather(0.1, source.on(ops), indices.on(ops), null, null, y.on(ops)));
            assertThat(trial.result(y)).containsExactly(0, 0, 0, 0, -1, 1, -1, 1);
        }
    }

    private void gatherStandardized(double floor, Values samples, int rows, int width, int period) {
        try (Trial trial = trial()) {
            Operand source = trial.read(samples);
            Operand indices = trial.readInts(Inputs.labels(rows, SAMPLES, 2));
            Operand scale = trial.read(Inputs.uniform(Math.max(1, period), 3, 0.5f, 2));
            Operand shift = trial.read(Inputs.normal(Math.max(1, period), 4));
            Operand y = trial.write(rows * width);
            trial.run(ops -> ops.gather(floor, source.on(ops), indices.on(ops),
                    period == 0 ? null : scale.on(ops), period == 0 ? null : shift.on(ops), y.on(ops)));
            trial.expect(y, Tolerance.FUNCTION.within(5), floor, samples.type(), rows, width, period);
        }
    }

    @Test
    default void gatherChangesImages() {
        for (int[] size : new int[][] {{1, 28, 28}, {3, 32, 32}, {2, 5, 7}, {1, 1, 9}, {1, 9, 1}, {3, 6, 6}}) {
            int crop = Math.min(5, Math.min(size[1], size[2]));
            for (ImageChanges changes : new ImageChanges[] {
                new ImageChanges(size[0], size[1], size[2], 0, false, 0, 0, 0, 0),
                new ImageChanges(size[0], size[1], size[2], 2, true, 0, 0, 0, 0),
                new ImageChanges(size[0], size[1], size[2], 0, false, 180, 0, 0, 0),
                new ImageChanges(size[0], size[1], size[2], 0, false, 0, 0.5f, crop, 0),
                new ImageChanges(size[0], size[1], size[2], 0, false, 0, 0, 0, 40),
                new ImageChanges(size[0], size[1], size[2], 3, true, 15, 0.1f, crop, 5)}) {
                for (int images : new int[] {1, 7, 65}) {
                    gatherChanged(changes, images, images % 2 == 0 ? 1 : changes.channels() * changes.plane());
                }
            }
        }
    }

    /**
     * Pixels come from places that are off by some 1e-7 of the side, and neighbours differ by up to 255. What is standardised also
     * has a mean and a deviation that are off as far.
     */
    private void gatherChanged(ImageChanges changes, int images, int period) {
        int width = changes.channels() * changes.plane();
        BatchOrder order = new BatchOrder(SAMPLES, 3, 20, true, 0x1234_5678_9ABC_DEF0L);
        double floor = 50; // some rows are above, some below
        try (Trial trial = trial()) {
            Operand counter = trial.readInts(3 * 5, 1);
            Operand source = trial.read(Values.of(Inputs.bytes(SAMPLES * width)));
            Operand indices = trial.readInts(Inputs.labels(images, SAMPLES, 2));
            Operand numbers = trial.readInts(Inputs.labels(images, 70_000, 5));
            Operand deviates = trial.read(ImageChanges.deviates());
            Operand scale = trial.read(Inputs.normal(period, 3));
            Operand shift = trial.read(Inputs.normal(period, 4));
            Operand y = trial.write(images * width);
            Operand plain = trial.write(images * width);
            Operand standardized = trial.write(images * width);
            trial.run(ops -> {
                Buffer noise = changes.noise() == 0 ? null : deviates.on(ops);
                ops.gatherChanged(changes, order, 0, counter.on(ops), source.on(ops), indices.on(ops),
                        numbers.on(ops), noise, scale.on(ops), shift.on(ops), y.on(ops));
                ops.gatherChanged(changes, order, 0, counter.on(ops), source.on(ops), indices.on(ops),
                        numbers.on(ops), noise, null, null, plain.on(ops));
                ops.gatherChanged(changes, order, floor, counter.on(ops), source.on(ops), indices.on(ops),
                        numbers.on(ops), noise, scale.on(ops), shift.on(ops), standardized.on(ops));
            });
            double place = 3e-7 * (changes.height() + changes.width());
            Tolerance moved = Tolerance.ARITHMETIC.within(255 * 4).plus(4 * 255 * place);
            trial.expect(plain, Tolerance.ARITHMETIC.within(255).plus(255 * place), changes, images);
            trial.expect(y, moved, changes, images, period);
            trial.expect(standardized, Tolerance.FUNCTION.within(5).plus(3 * moved.absolute() / floor), changes, images,
                    period);
        }
    }

    @Test
    default void gatherTakesEveryByteAsUnsigned() {
        byte[] all = new byte[256];
        double[] expected = new double[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
            expected[i] = i;
        }
        try (Trial trial = trial()) {
            Operand source = trial.read(Values.of(all));
            Operand first = trial.readInts(0);
            Operand y = trial.write(256);
            trial.run(ops -> ops.gather(0, source.on(ops), first.on(ops), null, null, y.on(ops)));
            assertThat(trial.result(y)).isEqualTo(expected);
        }
    }

    @Test
    default void gatherTakesLabelsAsTheyAre() {
        for (int[] batch : BATCHES) {
            try (Trial trial = trial()) {
                Operand source = trial.readInts(Inputs.labels(SAMPLES * batch[1], Integer.MAX_VALUE, 5));
                Operand indices = trial.readInts(Inputs.labels(batch[0], SAMPLES, 6));
                Operand y = trial.changeInts(new int[batch[0] * batch[1]]);
                trial.run(ops -> ops.gather(0, source.on(ops), indices.on(ops), null, null, y.on(ops)));
                trial.expect(y, Tolerance.EXACT, batch[0], batch[1]);
            }
        }
    }

    @Test
    default void scatterPutsRowsInTheirPlacesAndLeavesTheOthers() {
        for (int[] batch : BATCHES) {
            int rows = batch[0];
            int width = batch[1];
            int places = rows + 3;
            int[] indices = IntStream.range(0, rows).map(new Permutation(places).order(rows, 0)::at).toArray();
            float[] before = Inputs.normal(places * width, 2);
            float[] values = Inputs.normal(rows * width, 1);
            try (Trial trial = trial()) {
                Operand x = trial.read(values);
                Operand order = trial.readInts(indices);
                Operand y = trial.change(before);
                trial.run(ops -> ops.scatter(x.on(ops), order.on(ops), y.on(ops)));
                trial.expect(y, Tolerance.EXACT, rows, width);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(values, i * width, before, indices[i] * width, width);
                }
                double[] result = trial.result(y);
                for (int i = 0; i < before.length; i++) {
                    assertThat(result[i]).isEqualTo(before[i]);
                }
            }
        }
    }

    @Test
    default void countHitsRanksTiesByColumn() {
        float nan = Float.NaN;
        try (Trial trial = trial()) {
            Operand outputs = trial.read(1, 3, 3, 2,
                    1, 3, 3, 2,
                    nan, nan, 0, nan,
                    nan, 5, 4, 3);
            Operand labels = trial.readInts(1, 2, 0, 0);
            int[] expected = {1, 3, 3, 4};
            for (int k = 1; k <= 4; k++) {
                int top = k;
                Operand hits = trial.change(100);
                trial.run(ops -> ops.countHits(top, outputs.on(ops), labels.on(ops), hits.on(ops)));
                assertThat(trial.result(hits)).containsExactly(100 + expected[k - 1]);
            }
        }
    }

    @Test
    default void countsHitsAndConfusion() {
        for (int[] shape : new int[][] {{1, 1}, {33, 10}, {1000, 3}, {700, 100}}) {
            try (Trial trial = trial()) {
                float[] values = Inputs.special(shape[0] * shape[1], 8);
                Operand outputs = trial.read(values);
                Operand labels = trial.readInts(Inputs.labels(shape[0], shape[1], 9));
                Operand hits = trial.change(3);
                Operand topHits = trial.change(-1);
                Operand counts = trial.changeInts(Inputs.labels(shape[1] * shape[1], 5, 10));
                trial.run(ops -> ops.countHits(1, outputs.on(ops), labels.on(ops), hits.on(ops)));
                trial.run(ops -> ops.countHits(5, outputs.on(ops), labels.on(ops), topHits.on(ops)));
                trial.run(ops -> ops.countConfusion(outputs.on(ops), labels.on(ops), counts.on(ops)));
                trial.expect(hits, Tolerance.EXACT, shape[0], shape[1]);
                trial.expect(topHits, Tolerance.EXACT, shape[0], shape[1]);
                trial.expect(counts, Tolerance.EXACT, shape[0], shape[1]);
            }
        }
    }
}
