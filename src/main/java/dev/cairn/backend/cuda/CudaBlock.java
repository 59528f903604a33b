package dev.cairn.backend.cuda;

import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;

/** Device memory from one {@code cuMemAlloc}. */
final class CudaBlock extends Block {
    private final DevicePointer memory;
    private final long address;

    CudaBlock(ElementType type, int capacity, DevicePointer memory) {
        super(type, capacity);
        this.memory = memory;
        this.address = memory.address();
    }

    DevicePointer memory() {
        return memory;
    }

    /** The device address of its first element. */
    long address() {
        return address;
    }

    /** The device address of a buffer's first element. */
    static long address(Buffer buffer) {
        return ((CudaBlock) buffer.block()).address + offset(buffer);
    }

    /** A buffer's first element, for JCuda's copies. */
    static DevicePointer pointer(Buffer buffer) {
        return ((CudaBlock) buffer.block()).memory.plus(offset(buffer));
    }

    /** The bytes of one element on the device. */
    static int bytes(ElementType type) {
        return switch (type) {
            case REAL -> Float.BYTES;
            case INT32 -> Integer.BYTES;
            case UINT8 -> Byte.BYTES;
        };
    }

    private static long offset(Buffer buffer) {
        return (long) buffer.offset() * bytes(buffer.type());
    }
}
