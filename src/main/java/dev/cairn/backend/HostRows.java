package dev.cairn.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An array of the host, one row of {@code width} elements after another: samples, or what is to be predicted for them. */
public sealed interface HostRows {
    /** The elements of a row. */
    int width();

    /** What they become on the device. */
    ElementType type();

    /** The bytes of a row on a device whose reals have so many. */
    default long rowBytes(int realBytes) {
        return (long) width() * type().bytes(realBytes);
    }

    /** target = the rows from this one on, as many as it takes. */
    void upload(int row, Ops ops, Buffer target);

    /** Copies a row, reals in single precision, to {@code offset} bytes behind the beginning of the memory. */
    void copy(int row, MemorySegment memory, long offset);

    /** Rows of unsigned bytes, {@link ElementType#UINT8}. */
    record Bytes(byte[] values, int width) implements HostRows {
        @Override
        public ElementType type() {
            return ElementType.UINT8;
        }

        @Override
        public void upload(int row, Ops ops, Buffer target) {
            ops.upload(values, row * width, target);
        }

        @Override
        public void copy(int row, MemorySegment memory, long offset) {
            MemorySegment.copy(values, row * width, memory, ValueLayout.JAVA_BYTE, offset, width);
        }
    }

    /** Rows of {@link ElementType#INT32}. */
    record Ints(int[] values, int width) implements HostRows {
        @Override
        public ElementType type() {
            return ElementType.INT32;
        }

        @Override
        public void upload(int row, Ops ops, Buffer target) {
            ops.upload(values, row * width, target);
        }

        @Override
        public void copy(int row, MemorySegment memory, long offset) {
            MemorySegment.copy(values, row * width, memory, ValueLayout.JAVA_INT, offset, width);
        }
    }

    /** Rows of {@link ElementType#REAL}. */
    record Floats(float[] values, int width) implements HostRows {
        @Override
        public ElementType type() {
            return ElementType.REAL;
        }

        @Override
        public void upload(int row, Ops ops, Buffer target) {
            ops.upload(values, row * width, target);
        }

        @Override
        public void copy(int row, MemorySegment memory, long offset) {
            MemorySegment.copy(values, row * width, memory, ValueLayout.JAVA_FLOAT, offset, width);
        }
    }
}
