package dev.cairn.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Memory of the host that the card reads and writes by itself, and the event behind its last copy. */
final class PageLocked {
    private final Pointer memory = new Pointer();
    private final ByteBuffer bytes;
    private final MemorySegment segment;
    private final Event travelled;

    /**
     * @param size in bytes
     * @throws dev.cairn.backend.DeviceException with the call that failed; nothing stays allocated
     */
    PageLocked(CudaContext context, int size) {
        context.check(JCudaDriver.cuMemHostAlloc(memory, size, 0), "cuMemHostAlloc",
                "allocating " + size + " bytes of page-locked memory");
        try {
            travelled = new Event(context, "allocating page-locked memory");
        } catch (RuntimeException e) {
            JCudaDriver.cuMemFreeHost(memory);
            throw e;
        }
        bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        segment = MemorySegment.ofBuffer(bytes);
    }

    /** Two of them: while one travels, the other is filled. */
    static PageLocked[] two(CudaContext context, int size) {
        PageLocked first = new PageLocked(context, size);
        try {
            return new PageLocked[] {first, new PageLocked(context, size)};
        } catch (RuntimeException e) {
            first.free();
            throw e;
        }
    }

    /** A place in it, for the driver's copies. */
    Pointer at(long offset) {
        return memory.withByteOffset(offset);
    }

    /** All of it. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** All of it. */
    MemorySegment segment() {
        return segment;
    }

    /** To be recorded behind each copy, and waited for before the memory is used again. */
    Event travelled() {
        return travelled;
    }

    void free() {
        travelled.destroy();
        JCudaDriver.cuMemFreeHost(memory);
    }
}
