package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

interface DropoutContract extends Contract {
    long SEED = 0x1234_5678_9ABC_DEF0L;
    int STREAM = 17;

    @Test
    default void dropsByTheWordsOfPhiloxBitForBit() {
        for (int n : ElementContract.sizes()) {
            for (double rate : new double[] {0, 0.3, 0.5, 0.99}) {
                try (Trial trial = trial()) {
                    float[] values = Inputs.uniform(n, 1, 1, 2);
                    Operand counter = trial.readInts(n, -3);
                    Operand x = trial.read(values);
                    Operand y = trial.write(n);
                    trial.run(ops -> ops.dropout(rate, SEED, STREAM, counter.on(ops), x.on(ops), false, y.on(ops)));
                    trial.expect(y, Tolerance.ARITHMETIC, n, rate);
                    int[] words = Philox.words(SEED, STREAM, -3L << 32 | n, n);
                    double[] result = trial.result(y);
                    for (int i = 0; i < n; i++) {
                        boolean dropped = Integer.toUnsignedLong(words[i]) < (long) ((float) rate * 0x1p32);
                        assertThat(result[i] == 0).as("element %d of %d at rate %s", i, n, rate).isEqualTo(dropped);
                    }
                }
            }
        }
    }

    @Test
    default void dropoutAddsAndWorksInPlace() {
        for (int n : ElementContract.sizes()) {
            try (Trial trial = trial()) {
                Operand counter = trial.readInts(5, 0);
                Operand x = trial.read(Inputs.normal(n, 2));
                Operand sum = trial.target(true, n);
                Operand inPlace = trial.change(Inputs.normal(n, 2));
                trial.run(ops -> ops.dropout(0.4, SEED, 3, counter.on(ops), x.on(ops), true, sum.on(ops)));
                trial.run(ops -> ops.dropout(0.4, SEED, 3, counter.on(ops), inPlace.on(ops), false,
                        inPlace.on(ops)));
                trial.expect(sum, Tolerance.ARITHMETIC.within(1), n);
                trial.expect(inPlace, Tolerance.ARITHMETIC, n);
            }
        }
    }

    @Test
    default void whatIsDroppedIsZeroWhateverItWas() {
        try (Trial trial = trial()) {
            Operand counter = trial.readInts(0, 0);
            Operand x = trial.read(Inputs.special(1000, 3));
            Operand y = trial.write(1000);
            trial.run(ops -> ops.dropout(0.5, SEED, 0, counter.on(ops), x.on(ops), false, y.on(ops)));
            trial.expect(y, Tolerance.ARITHMETIC);
        }
    }

    @Test
    default void advanceCarries() {
        try (Trial trial = trial()) {
            Operand counter = trial.changeInts(-2, 6);
            trial.run(ops -> ops.advance(counter.on(ops)));
            assertThat(trial.result(counter)).containsExactly(-1, 6);
            trial.run(ops -> ops.advance(counter.on(ops)));
            assertThat(trial.result(counter)).containsExactly(0, 7);
            trial.run(ops -> ops.advance(counter.on(ops)));
            assertThat(trial.result(counter)).containsExactly(1, 7);
        }
    }
}
