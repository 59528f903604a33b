package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import java.nio.ByteBuffer;
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

    private final CudaContext context;
    private final PageLocked[] halves;
    /** {@link CudaContext#waits} when a half was last sent off: where that has grown, it has travelled. */
    private final long[] sentAt = {-1, -1};
    private int next;

    Staging(CudaContext context) {
        this.context = context;
        halves = PageLocked.two(context, HALF_BYTES);
    }

    void free() {
        for (PageLocked half : halves) {
            half.free();
        }
    }

    private PageLocked next() {
        next = 1 - next;
        return halves[next];
    }

    /** Fills a buffer from the heap. */
    void upload(Source source, Buffer target) {
        int size = CudaBlock.bytes(target.type());
        int count;
        for (int from = 0; from < target.length(); from += count) {
            count = Math.min(target.length() - from, HALF_BYTES / size);
            PageLocked half = next();
            context.makeCurrent();
            if (sentAt[next] == context.waits()) {
                half.travelled().await("upload", target);
            }
            source.read(from, count, half.bytes().clear());
            context.enqueued(JCudaDriver.cuMemcpyHtoDAsync(CudaBlock.pointer(target.slice(from, count)), half.at(0),
                    (long) count * size, context.stream()), "cuMemcpyHtoDAsync", "upload", target);
            half.travelled().record(context.stream(), "upload", target);
            sentAt[next] = context.waits();
        }
    }

    /** Reads a buffer into the heap. */
    void download(Buffer source, Target target) {
        int size = CudaBlock.bytes(source.type());
        int count;
        for (int from = 0; from < source.length(); from += count) {
            count = Math.min(source.length() - from, HALF_BYTES / size);
            PageLocked half = next();
            context.makeCurrent();
            context.enqueued(
                    JCudaDriver.cuMemcpyDtoHAsync(half.at(0), CudaBlock.pointer(source.slice(from, count)),
                            (long) count * size, context.stream()),
                    "cuMemcpyDtoHAsync", "download", source);
            context.synchronize("download", source);
            target.write(half.bytes().clear(), from, count);
        }
    }
}
