package dev.cairn.backend.cpu;

import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;

/** A heap array of the block's type; the arrays of the other types are empty. */
final class HeapBlock extends Block {
    private static final float[] NO_FLOATS = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};

    private final float[] floats;
    private final int[] ints;
    private final byte[] bytes;

    HeapBlock(ElementType type, int capacity) {
        super(type, capacity);
        floats = type == ElementType.REAL ? new float[capacity] : NO_FLOATS;
        ints = type == ElementType.INT32 ? new int[capacity] : NO_INTS;
        bytes = type == ElementType.UINT8 ? new byte[capacity] : NO_BYTES;
    }

    static float[] floats(Buffer buffer) {
        return ((HeapBlock) buffer.block()).floats;
    }

    static int[] ints(Buffer buffer) {
        return ((HeapBlock) buffer.block()).ints;
    }

    static byte[] bytes(Buffer buffer) {
        return ((HeapBlock) buffer.block()).bytes;
    }

    /** The array of the block's type. */
    static Object array(Buffer buffer) {
        return switch (buffer.type()) {
            case REAL -> floats(buffer);
            case INT32 -> ints(buffer);
            case UINT8 -> bytes(buffer);
        };
    }
}
