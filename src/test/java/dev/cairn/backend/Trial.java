package dev.cairn.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One operation on the oracle and on the backend under test, with the same operands. Closing it checks that nothing was
 * written outside the destinations.
 */
final class Trial implements AutoCloseable {
    private final Ops oracle;
    private final Ops tested;
    private final boolean staggered;
    private final List<Operand> operands = new ArrayList<>();

    /** @param staggered every operand lies at another place of its block, else all at the same */
    Trial(Ops oracle, Ops tested, boolean staggered) {
        this.oracle = oracle;
        this.tested = tested;
        this.staggered = staggered;
    }

    /** An operand that must not be written. */
    Operand read(Values values) {
        return operand(values, false);
    }

    Operand read(float... values) {
        return read(Values.of(values));
    }

    Operand readInts(int... values) {
        return read(Values.of(values));
    }

    /** A destination, full of NaN, which must not be read. */
    Operand write(int length) {
        float[] nan = new float[length];
        Arrays.fill(nan, Float.NaN);
        return change(nan);
    }

    /** An operand that is read and written. */
    Operand change(float... values) {
        return operand(Values.of(values), true);
    }

    Operand changeInts(int... values) {
        return operand(Values.of(values), true);
    }

    Operand change(Values values) {
        return operand(values, true);
    }

    /** NaN or, to be added to, numbers. */
    Operand target(boolean accumulate, int length) {
        return accumulate ? change(Inputs.normal(length, 99)) : write(length);
    }

    private Operand operand(Values values, boolean written) {
        Operand operand = new Operand(oracle, tested, values, staggered ? 1 + operands.size() * 3 % 7 : 0, written);
        operands.add(operand);
        return operand;
    }

    /** Runs an operation on both. */
    Trial run(Consumer<Ops> operation) {
        operation.accept(oracle);
        operation.accept(tested);
        return this;
    }

    /** What the backend under test wrote is what the oracle wrote. */
    void expect(Operand operand, Tolerance tolerance, Object... what) {
        expect(operand, tolerance, new double[operand.expected().length], what);
    }

    /** As {@link #expect(Operand, Tolerance, Object...)}, where each element may be off by so much more. */
    void expect(Operand operand, Tolerance tolerance, double[] further, Object... what) {
        double[] expected = operand.expected();
        double[] actual = operand.actual(tested);
        for (int i = 0; i < expected.length; i++) {
            if (!tolerance.plus(further[i]).accepts(expected[i], actual[i])) {
                throw new AssertionError(Arrays.toString(what) + ": element " + i + " of " + expected.length + " is "
                        + actual[i] + ", should be " + expected[i] + " with "
                        + tolerance.plus(further[i]));
            }
        }
    }

    /** What the backend under test holds. */
    double[] result(Operand operand) {
        return operand.actual(tested);
    }

    @Override
    public void close() {
        for (Operand operand : operands) {
            operand.checkUntouched(oracle);
            operand.checkUntouched(tested);
        }
        for (Operand operand : operands) {
            operand.free(oracle);
            operand.free(tested);
        }
    }
}
