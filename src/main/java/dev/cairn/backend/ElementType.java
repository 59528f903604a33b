package dev.cairn.backend;

/** What one element of a block is. Arithmetic takes {@link #REAL}; the others are stored, copied and gathered. */
public enum ElementType {
    /** A real number: float32 on CPU and CUDA, float64 on REFERENCE. */
    REAL,
    /** A 32-bit signed integer: labels, indices, counters. */
    INT32,
    /** An 8-bit unsigned integer: images. */
    UINT8;

    /**
     * The bytes of one element.
     *
     * @param realBytes of a {@link #REAL}, which depends on the backend: {@link Ops#realBytes()}
     */
    public int bytes(int realBytes) {
        return switch (this) {
            case REAL -> realBytes;
            case INT32 -> Integer.BYTES;
            case UINT8 -> Byte.BYTES;
        };
    }
}
