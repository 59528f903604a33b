package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * The same buffer on the oracle and on the backend under test, between guard elements that no operation may touch.
 */
final class Operand {
    private static final int GUARDS = 16;
    private static final int GUARD_VALUE = 77;

    private final Ops oracle;
    private final Buffer expected;
    private final Buffer actual;
    private final boolean written;
    private final double[] before;

    /** @param shift how far from the usual place in its block the buffer lies */
    Operand(Ops oracle, Ops tested, Values values, int shift, boolean written) {
        this.oracle = oracle;
        this.expected = place(oracle, values, shift);
        this.actual = place(tested, values, shift);
        this.written = written;
        this.before = written ? new double[0] : Values.download(tested, actual);
    }

    private static Buffer place(Ops ops, Values values, int shift) {
        int capacity = values.length() + 2 * GUARDS + shift;
        Buffer whole = new Buffer(ops.allocate(values.type(), capacity), 0, capacity);
        ops.fill(GUARD_VALUE, whole);
        Buffer part = whole.slice(GUARDS + shift, values.length());
        values.upload(ops, part);
        return part;
    }

    /** The buffer on one of the two. */
    Buffer on(Ops ops) {
        return ops == oracle ? expected : actual;
    }

    double[] expected() {
        return Values.download(oracle, expected);
    }

    double[] actual(Ops tested) {
        return Values.download(tested, actual);
    }

    /** Guards are as they were, and so is an operand that is only read. */
    void checkUntouched(Ops ops) {
        Buffer part = on(ops);
        Buffer whole = new Buffer(part.block(), 0, part.block().capacity());
        double[] all = Values.download(ops, whole);
        for (int i = 0; i < all.length; i++) {
            boolean guard = i < part.offset() || i >= part.offset() + part.length();
            if (guard && all[i] != GUARD_VALUE) {
                throw new AssertionError("element " + (i - part.offset()) + ", outside a buffer of " + part.length()
                        + ", was overwritten with " + all[i]);
            }
        }
        if (!written && ops != oracle) {
            double[] after = Arrays.copyOfRange(all, part.offset(), part.offset() + part.length());
            assertThat(after).as("an operand that is only read").isEqualTo(before);
        }
    }

    void free(Ops ops) {
        ops.free(on(ops).block());
    }
}
