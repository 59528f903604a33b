package dev.cairn.backend.reference;

import dev.cairn.backend.Buffer;

/** The real numbers of a buffer. */
record Reals(double[] values, int offset, int length) {
    static Reals of(Buffer buffer) {
        return new Reals(((ReferenceBlock) buffer.block()).reals, buffer.offset(), buffer.length());
    }

    double get(int i) {
        return values[offset + i];
    }

    /** An operand that repeats: element i modulo the length. */
    double repeated(int i) {
        return get(i % length);
    }

    void set(int i, double value) {
        values[offset + i] = value;
    }

    /** Adds to element i, or overwrites it without reading it. */
    void put(boolean accumulate, int i, double value) {
        set(i, accumulate ? get(i) + value : value);
    }

    /** Row i of a matrix that has this many columns. */
    Reals row(int i, int columns) {
        return new Reals(values, offset + i * columns, columns);
    }
}
