package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.DeviceMemoryException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.cublasStatus;
import org.jspecify.annotations.Nullable;

/**
 * What one device has of a card: its stream, memory, kernels and cuBLAS handle. Everything is enqueued on the stream in the
 * order of the calls; faults of a kernel show at the next {@link #synchronize}. With {@code -Dcairn.cuda.blocking=true} every
 * operation is waited for, so that a fault names its operation.
 */
final class CudaContext implements AutoCloseable {
    static final boolean BLOCKING = Boolean.getBoolean("cairn.cuda.blocking");
    private static final String NOTHING = "nothing";
    private static final ThreadLocal<CudaCard> CURRENT = new ThreadLocal<>();

    private final CudaCard card;
    private final CUstream stream = new CUstream();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Kernels kernels;
    private final Cublas cublas;
    private final Staging staging;
    private long bytesInUse;
    private int graphs;
    private long waits;
    private String lastEnqueued = NOTHING;
    private String lastKnownGood = NOTHING;
    private @Nullable DeviceException seenWhileFreeing;

    /**
     * Opens a card for this thread.
     *
     * @param ptx the kernels
     * @throws DeviceException with the call that failed; nothing stays allocated
     */
    static CudaContext open(int index, Precision precision, String ptx) {
        CudaProbe.ofThisMachine().require(index, precision);
        CudaCard card = CudaCard.retain(index);
        try {
            return new CudaContext(card, precision, ptx);
        } catch (DeviceException e) {
            card.release();
            throw e;
        }
    }

    private CudaContext(CudaCard card, Precision precision, String ptx) {
        this.card = card;
        try {
            CURRENT.remove();
            makeCurrent();
            check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate",
                    "opening");
            undo.push(() -> JCudaDriver.cuStreamDestroy(stream));
            kernels = new Kernels(this, ptx);
            undo.push(kernels::unload);
            staging = new Staging(this);
            undo.push(staging::free);
            cublas = new Cublas(precision);
            undo.push(cublas::close);
            long bytes = Cublas.workspaceBytes(CardFacts.of(card.device()).computeMajor());
            DevicePointer workspace = allocate(bytes, "the workspace of cuBLAS");
            undo.push(() -> free(workspace, bytes));
            cublas.use(stream, workspace, bytes);
        } catch (DeviceException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    Kernels kernels() {
        return kernels;
    }

    /** Copies between the Java heap and the card. */
    Staging staging() {
        return staging;
    }

    CUstream stream() {
        return stream;
    }

    CardFacts facts() {
        return CardFacts.of(card.device());
    }

    // Memory ------------------------------------------------------------------------------------------------------

    /** New memory with undefined contents. */
    CudaBlock allocate(ElementType type, int elements) {
        long bytes = blockBytes(type, elements);
        return new CudaBlock(type, elements, allocate(bytes, elements + " elements of " + type));
    }

    /** Never throws: what it finds wrong is thrown by the next call, or once everything is closed. */
    void free(CudaBlock block) {
        free(block.memory(), blockBytes(block.type(), block.capacity()));
    }

    /** {@code cuMemAlloc} refuses 0 bytes. */
    private static long blockBytes(ElementType type, int elements) {
        return Math.max(1, (long) elements * CudaBlock.bytes(type));
    }

    private DevicePointer allocate(long bytes, String what) {
        makeCurrent();
        DevicePointer pointer = new DevicePointer();
        int result = JCudaDriver.cuMemAlloc(pointer, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new DeviceMemoryException(
                    "the GPU is out of memory: cuMemAlloc was asked for " + bytes + " bytes for " + what
                            + ", this device has " + bytesInUse + " in use, and " + describeFreeBytes()
                            + "; use a smaller batch, or close other programs on the card");
        }
        check(result, "cuMemAlloc", "allocating " + what);
        bytesInUse += bytes;
        return pointer;
    }

    private void free(DevicePointer pointer, long bytes) {
        bytesInUse -= bytes;
        enter();
        int result = JCudaDriver.cuMemFree(pointer);
        if (result != CUresult.CUDA_SUCCESS && !card.isLost() && seenWhileFreeing == null) {
            seenWhileFreeing = failure(result, "cuMemFree", "freeing " + bytes + " bytes");
        }
    }

    /** From now on until {@link #graphEnded} a graph may read memory that no operand names. */
    void graphBegan() {
        graphs++;
    }

    void graphEnded() {
        graphs--;
    }

    /** Whether memory that an operation used beside its operands must stay where it is. */
    boolean hasGraphs() {
        return graphs > 0;
    }

    private static String describeFreeBytes() {
        long[] free = new long[1];
        long[] total = new long[1];
        return JCudaDriver.cuMemGetInfo(free, total) == 0
                ? free[0] + " of the card's " + total[0] + " are free"
                : "the card's free memory is not known";
    }

    /** The bytes of the card that nobody uses. */
    long freeBytes() {
        makeCurrent();
        long[] free = new long[1];
        check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo", "asking for free memory");
        return free[0];
    }

    // Operations --------------------------------------------------------------------------------------------------

    /** y = x, of equal length and type. */
    void copy(Buffer x, Buffer y) {
        if (x.length() == 0) {
            return;
        }
        makeCurrent();
        long bytes = (long) x.length() * CudaBlock.bytes(x.type());
        enqueued(JCudaDriver.cuMemcpyDtoDAsync(CudaBlock.pointer(y), CudaBlock.pointer(x), bytes, stream),
                "cuMemcpyDtoDAsync", "copy", x);
    }

    /** Every element of x becomes the value. */
    void fill(double value, Buffer x) {
        if (x.length() == 0) {
            return;
        }
        makeCurrent();
        DevicePointer target = CudaBlock.pointer(x);
        int result = switch (x.type()) {
            case REAL ->
                JCudaDriver.cuMemsetD32Async(target, Float.floatToRawIntBits((float) value), x.length(), stream);
            case INT32 -> JCudaDriver.cuMemsetD32Async(target, (int) value, x.length(), stream);
            case UINT8 -> JCudaDriver.cuMemsetD8Async(target, (byte) (int) value, x.length(), stream);
        };
        enqueued(result, x.type() == ElementType.UINT8 ? "cuMemsetD8Async" : "cuMemsetD32Async", "fill", x);
    }

    /** As {@link Cublas#gemm}; no size is 0. */
    void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean rounded,
            boolean accumulate, Buffer c) {
        makeCurrent();
        int status = cublas.gemm(transA, transB, m, n, k, a, b, rounded, accumulate, c);
        if (status != 0) {
            // Where an earlier fault is the reason, only the driver says so.
            check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", "gemm", cublas);
            throw new DeviceException("cublasGemmEx returned " + cublasStatus.stringFor(status) + " in gemm of "
                    + cublas + "; " + Advice.onCublas(status));
        }
        enqueued(CUresult.CUDA_SUCCESS, "cublasGemmEx", "gemm", cublas);
    }

    /** Waits for everything enqueued, and reports what failed in it. */
    void synchronize(String operation) {
        makeCurrent();
        check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", operation);
        waited();
    }

    /** As {@link #synchronize(String)} in an operation on operands. */
    void synchronize(String operation, Object operands) {
        makeCurrent();
        check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", operation, operands);
        waited();
    }

    private void waited() {
        lastKnownGood = lastEnqueued;
        waits++;
    }

    /** How often it has waited for all that was on the stream: what was there when this was less is done. */
    long waits() {
        return waits;
    }

    // Checks ------------------------------------------------------------------------------------------------------

    /** Every call to the driver needs the context on its thread; throws if the card is lost. */
    void makeCurrent() {
        throwWhatFreeingSaw();
        card.requireHealthy();
        if (CURRENT.get() != card) {
            check(JCudaDriver.cuCtxSetCurrent(card.context()), "cuCtxSetCurrent", "opening");
            CURRENT.set(card);
        }
    }

    /** As {@link #makeCurrent} for calls that give back, which go on whatever happens. */
    void enter() {
        if (CURRENT.get() != card && JCudaDriver.cuCtxSetCurrent(card.context()) == CUresult.CUDA_SUCCESS) {
            CURRENT.set(card);
        }
    }

    private void throwWhatFreeingSaw() {
        DeviceException seen = seenWhileFreeing;
        seenWhileFreeing = null;
        if (seen != null) {
            throw seen;
        }
    }

    /**
     * After a call that put an operation on the stream.
     *
     * @param operands what the operation works on; it is asked for its text only when the operation failed
     */
    void enqueued(int result, String call, String operation, Object operands) {
        enqueued(result, call, operation, operands, stream);
    }

    /** As {@link #enqueued(int, String, String, Object)} on another stream. */
    void enqueued(int result, String call, String operation, Object operands, CUstream on) {
        check(result, call, operation, operands);
        lastEnqueued = operation;
        if (BLOCKING) {
            check(JCudaDriver.cuStreamSynchronize(on), "cuStreamSynchronize", operation, operands);
            lastKnownGood = operation;
        }
    }

    void check(int result, String call, String operation, Object operands) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(result, call, operation + " of " + operands);
        }
    }

    void check(int result, String call, String operation) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(result, call, operation);
        }
    }

    DeviceException failure(int result, String call, String operation) {
        String what = call + " returned " + CUresult.stringFor(result) + " in " + operation;
        if (!Advice.isFatal(result)) {
            return new DeviceException(what + "; " + Advice.on(result));
        }
        String whichOne = BLOCKING
                ? ""
                : "; an earlier operation may have caused it: the last operation known to be good is " + lastKnownGood
                        + ", the last one begun " + lastEnqueued
                        + ", and running again with -Dcairn.cuda.blocking=true tells which one failed";
        card.lose(what + whichOne);
        return new DeviceException(what + whichOne + "; " + Advice.on(result));
    }

    /**
     * Gives everything back; blocks that are still allocated stay so until the last device of the card is closed.
     *
     * @throws DeviceException after that, if a fault was seen that no call has reported
     */
    @Override
    public void close() {
        if (undo.isEmpty()) {
            return;
        }
        enter();
        undo.forEach(Runnable::run);
        undo.clear();
        card.release();
        CURRENT.remove();
        throwWhatFreeingSaw();
    }
}
