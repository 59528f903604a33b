package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Copies between the Java heap and the card through page-locked memory, in pieces. An upload returns once the values have left
 * the heap: while one half travels, the other is filled. A download waits for its data.
 */
final class Staging {
    private static final int HALF_BYTES = 2 << 20;

    /** Puts elements from the heap into staging memory, from its beginning. */
    interface Source {
        void read(int from, int count, ByteBuffer target);
    }

    /** Takes elements out of staging memory. */
    interface Target {
        void write(ByteBuffer source, int from, int count);
    }

    private record Half(Pointer memory, ByteBuffer bytes, CUevent travelled) {
    }

    private final CudaContext context;
    private final List<Half> halves = new ArrayList<>();
    private int next;

    Staging(CudaContext context) {
        this.context = context;
        try {
            halves.add(allocate());
            halves.add(allocate());
        } catch (RuntimeException e) {
            free();
            throw e;
        }
    }

    private Half allocate() {
        Pointer memory = new Pointer();
        context.check(JCudaDriver.cuMemHostAlloc(memory, HALF_BYTES, 0), "cuMemHostAlloc",
                "allocating " + HALF_BYTES + " bytes of page-locked memory");
        CUevent travelled = new CUevent();
        int result = JCudaDriver.cuEventCreate(travelled, CUevent_flags.CU_EVENT_DISABLE_TIMING);
        if (result != 0) {
            JCudaDriver.cuMemFreeHost(memory);
            throw context.failure(result, "cuEventCreate", "allocating page-locked memory");
        }
        return new Half(memory, memory.getByteBuffer(0, HALF_BYTES).order(ByteOrder.nativeOrder()), travelled);
    }

    void free() {
        for (Half half : halves) {
            JCudaDriver.cuEventDestroy(half.travelled());
            JCudaDriver.cuMemFreeHost(half.memory());
        }
        halves.clear();
    }

    /** Fills a buffer from the heap. */
    void upload(Source source, Buffer target) {
        int size = CudaBlock.bytes(target.type());
        int count;
        for (int from = 0; from < target.length(); from += count) {
            count = Math.min(target.length() - from, HALF_BYTES / size);
            Half half = halves.get(next);
            next = 1 - next;
            context.makeCurrent();
            context.check(JCudaDriver.cuEventSynchronize(half.travelled()), "cuEventSynchronize", "upload", target);
            source.read(from, count, half.bytes().clear());
            context.enqueued(JCudaDriver.cuMemcpyHtoDAsync(CudaBlock.pointer(target.slice(from, count)), half.memory(),
                    (long) count * size, context.stream()), "cuMemcpyHtoDAsync", "upload", target);
            context.check(JCudaDriver.cuEventRecord(half.travelled(), context.stream()), "cuEventRecord", "upload",
                    target);
        }
    }

    /** Reads a buffer into the heap. */
    void download(Buffer source, Target target) {
        int size = CudaBlock.bytes(source.type());
        int count;
        for (int from = 0; from < source.length(); from += count) {
            count = Math.min(source.length() - from, HALF_BYTES / size);
            Half half = halves.get(next);
            next = 1 - next;
            context.makeCurrent();
            context.enqueued(
                    JCudaDriver.cuMemcpyDtoHAsync(half.memory(), CudaBlock.pointer(source.slice(from, count)),
                            (long) count * size, context.stream()),
                    "cuMemcpyDtoHAsync", "download", source);
            context.synchronize("download", source);
            target.write(half.bytes().clear(), from, count);
        }
    }
}
