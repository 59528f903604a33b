package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Prefetch;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Rows on their way to the card on a stream of their own. The host gathers them into one of two page-locked buffers, from where
 * they travel to the landing buffers while the card computes; {@link #finish} copies them on to their place, within the card and
 * on the stream of the operations. Two events keep order: the operations wait until the rows have landed, and the next rows until
 * the landing buffers are empty again. The host waits only where both page-locked buffers are still full.
 *
 * <p>The copy within the card gives operations one fixed place to read from, so that a single recorded program serves every
 * batch; it moves a batch's bytes once more, through the card's own memory.
 */
final class StreamPrefetch implements Prefetch {
    private static final String OPERATION = "prefetch";
    /** Where a source's rows begin in page-locked memory: a cache line. */
    private static final long ALIGNMENT = 64;

    private final CudaContext context;
    private final List<HostRows> sources;
    private final List<Buffer> landing;
    private final Consumer<StreamPrefetch> onClose;
    private final long[] offsets;
    private final CUstream copies = new CUstream();
    private final Event emptied;
    private final PageLocked[] halves;
    private PageLocked filled;
    private boolean closed;

    /**
     * @param landing as many buffers as sources
     * @throws DeviceException with the call that failed; nothing stays allocated
     */
    StreamPrefetch(CudaContext context, List<HostRows> sources, List<Buffer> landing,
            Consumer<StreamPrefetch> onClose) {
        this.context = context;
        this.sources = sources;
        this.landing = landing;
        this.onClose = onClose;
        offsets = new long[sources.size()];
        long bytes = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = bytes;
            bytes += Math.ceilDiv(bytes(landing.get(i)), ALIGNMENT) * ALIGNMENT;
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new DeviceException("prefetch: a batch has " + bytes + " bytes, more than one copy can bring; use a"
                    + " smaller batch");
        }
        context.makeCurrent();
        context.check(JCudaDriver.cuStreamCreate(copies, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate",
                OPERATION);
        try {
            emptied = new Event(context, OPERATION);
        } catch (RuntimeException e) {
            JCudaDriver.cuStreamDestroy(copies);
            throw e;
        }
        try {
            // Earlier operations may still use what the landing buffers were before.
            emptied.record(context.stream(), OPERATION, landing);
            halves = PageLocked.two(context, (int) bytes);
        } catch (RuntimeException e) {
            destroy();
            throw e;
        }
        filled = halves[1];
    }

    private static long bytes(Buffer buffer) {
        return (long) buffer.length() * CudaBlock.bytes(buffer.type());
    }

    @Override
    public void begin(int[] rows, int count) {
        PageLocked half = halves[filled == halves[0] ? 1 : 0];
        context.makeCurrent();
        half.travelled().await(OPERATION, landing);
        gather(rows, count, half.segment());
        emptied.holdBack(copies, OPERATION, landing);
        for (int i = 0; i < offsets.length; i++) {
            Buffer target = landing.get(i).slice(0, count * sources.get(i).width());
            context.enqueued(
                    JCudaDriver.cuMemcpyHtoDAsync(CudaBlock.pointer(target), half.at(offsets[i]), bytes(target),
                            copies),
                    "cuMemcpyHtoDAsync", OPERATION, target, copies);
        }
        half.travelled().record(copies, OPERATION, landing);
        filled = half;
    }

    private void gather(int[] rows, int count, MemorySegment memory) {
        for (int i = 0; i < offsets.length; i++) {
            HostRows source = sources.get(i);
            long rowBytes = (long) source.width() * CudaBlock.bytes(source.type());
            for (int row = 0; row < count; row++) {
                source.copy(rows[row], memory, offsets[i] + row * rowBytes);
            }
        }
    }

    @Override
    public void finish(List<Buffer> targets) {
        context.makeCurrent();
        filled.travelled().holdBack(context.stream(), OPERATION, landing);
        for (int i = 0; i < offsets.length; i++) {
            Buffer target = targets.get(i);
            context.copy(landing.get(i).slice(0, target.length()), target);
        }
        emptied.record(context.stream(), OPERATION, landing);
    }

    /** Waits for copies under way; what they failed with shows at the next call. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        onClose.accept(this);
        context.enter();
        JCudaDriver.cuStreamSynchronize(copies);
        for (PageLocked half : halves) {
            half.free();
        }
        destroy();
    }

    private void destroy() {
        emptied.destroy();
        JCudaDriver.cuStreamDestroy(copies);
    }
}
