package dev.cairn.backend;

import java.lang.foreign.MemorySegment;

/** An array of the host, one row after another: samples, or what is to be predicted for them. */
public final class HostRows {
    private final ElementType type;
    private final int width;
    private final MemorySegment values;
    private final Upload upload;

    /** Brings elements of the array from one on to a device. */
    private interface Upload {
        void run(Ops ops, int from, Buffer target);
    }

    private HostRows(ElementType type, int width, MemorySegment values, Upload upload) {
        this.type = type;
        this.width = width;
        this.values = values;
        this.upload = upload;
    }

    /** Rows of unsigned bytes, {@link ElementType#UINT8}. */
    public static HostRows of(byte[] values, int width) {
        return new HostRows(ElementType.UINT8, width, MemorySegment.ofArray(values),
                (ops, from, target) -> ops.upload(values, from, target));
    }

    /** Rows of {@link ElementType#INT32}. */
    public static HostRows of(int[] values, int width) {
        return new HostRows(ElementType.INT32, width, MemorySegment.ofArray(values),
                (ops, from, target) -> ops.upload(values, from, target));
    }

    /** Rows of {@link ElementType#REAL}. */
    public static HostRows of(float[] values, int width) {
        return new HostRows(ElementType.REAL, width, MemorySegment.ofArray(values),
                (ops, from, target) -> ops.upload(values, from, target));
    }

    /** What they become on the device. */
    public ElementType type() {
        return type;
    }

    /** The elements of a row. */
    public int width() {
        return width;
    }

    /** The bytes of a row on a device whose reals have so many. */
    public long rowBytes(int realBytes) {
        return (long) width * type.bytes(realBytes);
    }

    /** target = the rows from this one on, as many as it takes. */
    public void upload(int row, Ops ops, Buffer target) {
        upload.run(ops, row * width, target);
    }

    /** Copies a row, reals in single precision, to {@code offset} bytes behind the beginning of the memory. */
    public void copy(int row, MemorySegment memory, long offset) {
        long bytes = rowBytes(Float.BYTES);
        MemorySegment.copy(values, row * bytes, memory, offset, bytes);
    }
}
