package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.cublasStatus;

/**
 * What one device has of a card: its stream, memory, kernels and cuBLAS handle. Everything is enqueued on the stream in the
 * order of the calls; faults of a kernel show at the next {@link #synchronize}. With {@code -Dcairn.cuda.blocking=true} every
 * operation is waited for, so that a fault names its operation.
 */
final class CudaContext implements AutoCloseable {
    private static final boolean BLOCKING = Boolean.getBoolean("cairn.cuda.blocking");
    private static final String NOTHING = "nothing";
    /** After these the driver refuses everything in the context. */
    private static final Set<Integer> FATAL = Set.of(CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
            CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
            CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED, CUresult.CUDA_ERROR_ASSERT,
            CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR, CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
            CUresult.CUDA_ERROR_MISALIGNED_ADDRESS, CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
            CUresult.CUDA_ERROR_INVALID_PC, CUresult.CUDA_ERROR_LAUNCH_FAILED, CUresult.CUDA_ERROR_UNKNOWN);
    private static final ThreadLocal<CudaCard> CURRENT = new ThreadLocal<>();

    private final CudaCard card;
    private final CUstream stream = new CUstream();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Kernels kernels;
    private final Cublas cublas;
    private final Staging staging;
    private long bytesInUse;
    private String lastEnqueued = NOTHING;
    private String lastKnownGood = NOTHING;

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
            throw new DeviceException(
                    "the GPU is out of memory: cuMemAlloc was asked for " + bytes + " bytes for " + what
                            + ", this device has " + bytesInUse + " in use, and " + freeBytes()
                            + "; use a smaller batch, or close other programs on the card");
        }
        check(result, "cuMemAlloc", "allocating " + what);
        bytesInUse += bytes;
        return pointer;
    }

    private void free(DevicePointer pointer, long bytes) {
        bytesInUse -= bytes;
        int result = JCudaDriver.cuMemFree(pointer);
        if (!card.isLost()) {
            check(result, "cuMemFree", "freeing " + bytes + " bytes");
        }
    }

    private static String freeBytes() {
        long[] free = new long[1];
        long[] total = new long[1];
        return JCudaDriver.cuMemGetInfo(free, total) == 0
                ? free[0] + " of the card's " + total[0] + " are free"
                : "the card's free memory is not known";
    }

    // Operations --------------------------------------------------------------------------------------------------

    /** y = x, of equal length and type. */
    void copy(Buffer x, Buffer y) {
        if (x.length() == 0) {
            return;
        }
        makeCurrent();
        long bytes = (long) x.length() * CudaBlock.bytes(x.type());
        check(JCudaDriver.cuMemcpyDtoDAsync(CudaBlock.pointer(y), CudaBlock.pointer(x), bytes, stream),
                "cuMemcpyDtoDAsync", "copy of " + bytes + " bytes");
        enqueued("copy");
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
        check(result, "cuMemsetAsync", "fill of " + x.length() + " elements");
        enqueued("fill");
    }

    /** As {@link dev.cairn.backend.Ops#gemm}. */
    void gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean accumulate, Buffer c) {
        if (m == 0 || n == 0 || k == 0) {
            if (!accumulate) {
                fill(0, c);
            }
            return;
        }
        makeCurrent();
        int status = cublas.gemm(transA, transB, m, n, k, a, b, accumulate, c);
        if (status != 0) {
            String operation = "gemm [" + m + ", " + k + "] x [" + k + ", " + n + "]";
            check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", operation);
            throw new DeviceException(
                    "cublasGemmEx returned " + cublasStatus.stringFor(status) + " in " + operation);
        }
        enqueued("gemm");
    }

    /** Waits for everything enqueued, and reports what failed in it. */
    void synchronize(String operation) {
        makeCurrent();
        check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize", operation);
        lastKnownGood = lastEnqueued;
    }

    // Checks ------------------------------------------------------------------------------------------------------

    /** Every call to the driver needs the context on its thread; throws if the card is lost. */
    void makeCurrent() {
        card.requireHealthy();
        if (CURRENT.get() != card) {
            check(JCudaDriver.cuCtxSetCurrent(card.context()), "cuCtxSetCurrent", "opening");
            CURRENT.set(card);
        }
    }

    /** Something was put on the stream. */
    void enqueued(String operation) {
        lastEnqueued = operation;
        if (BLOCKING) {
            synchronize(operation);
        }
    }

    void check(int result, String call, String operation) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(result, call, operation);
        }
    }

    DeviceException failure(int result, String call, String operation) {
        String what = call + " returned " + CUresult.stringFor(result) + " in " + operation;
        if (!FATAL.contains(result)) {
            return new DeviceException(what);
        }
        String advice = BLOCKING
                ? ""
                : "; the last operation known to be good is " + lastKnownGood + ", the last one begun " + lastEnqueued
                        + ": -Dcairn.cuda.blocking=true tells which one failed";
        card.lose(what);
        return new DeviceException(
                what + advice + "; the device is lost: close every device on this card, then open a new one");
    }

    /** Gives everything back; blocks that are still allocated stay so until the last device of the card is closed. */
    @Override
    public void close() {
        if (undo.isEmpty()) {
            return;
        }
        if (CURRENT.get() != card) {
            JCudaDriver.cuCtxSetCurrent(card.context());
        }
        undo.forEach(Runnable::run);
        undo.clear();
        card.release();
        CURRENT.remove();
    }
}
