package dev.cairn.backend.reference;

import dev.cairn.backend.Buffer;

/** The 32-bit integers of a buffer. */
record Ints(int[] values, int offset, int length) {
    static Ints of(Buffer buffer) {
        return new Ints(((ReferenceBlock) buffer.block()).ints, buffer.offset(), buffer.length());
    }

    int get(int i) {
        return values[offset + i];
    }

    void set(int i, int value) {
        values[offset + i] = value;
    }

    /** The number whose low word is element 0 and whose high word is element 1. */
    long pair() {
        return (long) get(1) << 32 | get(0) & 0xFFFFFFFFL;
    }
}
