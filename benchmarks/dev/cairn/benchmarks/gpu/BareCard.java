package dev.cairn.benchmarks.gpu;

import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;

import dev.cairn.CairnException;
import dev.cairn.bench.Repeatable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * The card without the library: what the driver and cuBLAS do by themselves, on a stream of their own. A device must be open on
 * the thread, whose context it uses.
 */
final class BareCard implements AutoCloseable {
    private static final String EMPTY = """
            .version 7.0
            .target sm_75
            .address_size 64
            .visible .entry empty()
            {
                ret;
            }
            """;
    /** As NVIDIA recommends for Hopper; smaller cards have no use for more. */
    private static final long WORKSPACE_BYTES = 32L << 20;

    private final CUstream stream = new CUstream();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    BareCard() {
        check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        undo.push(() -> JCudaDriver.cuStreamDestroy(stream));
    }

    /** The driver's copy of so many bytes from one place of the card to another: they are read and written. */
    Repeatable copy(long bytes) {
        CUdeviceptr from = allocate(bytes);
        CUdeviceptr to = allocate(bytes);
        check(JCudaDriver.cuMemsetD32Async(from, 1, bytes / Integer.BYTES, stream), "cuMemsetD32Async");
        return repeated(() -> check(JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, stream), "cuMemcpyDtoDAsync"));
    }

    /** A kernel that does nothing, launched. */
    Repeatable emptyLaunch() {
        CUfunction empty = emptyKernel();
        return repeated(() -> launch(empty));
    }

    /** A graph of one kernel that does nothing, launched. */
    Repeatable emptyGraph() {
        CUfunction empty = emptyKernel();
        CUgraph graph = new CUgraph();
        check(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
                "cuStreamBeginCapture");
        launch(empty);
        check(JCudaDriver.cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
        undo.push(() -> JCudaDriver.cuGraphDestroy(graph));
        CUgraphExec executable = new CUgraphExec();
        check(JCudaDriver.cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate");
        undo.push(() -> JCudaDriver.cuGraphExecDestroy(executable));
        return repeated(() -> check(JCudaDriver.cuGraphLaunch(executable, stream), "cuGraphLaunch"));
    }

    private CUfunction emptyKernel() {
        CUmodule module = new CUmodule();
        check(JCudaDriver.cuModuleLoadData(module, EMPTY), "cuModuleLoadData");
        undo.push(() -> JCudaDriver.cuModuleUnload(module));
        CUfunction function = new CUfunction();
        check(JCudaDriver.cuModuleGetFunction(function, module, "empty"), "cuModuleGetFunction");
        return function;
    }

    private void launch(CUfunction function) {
        check(JCudaDriver.cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, stream, null, null), "cuLaunchKernel");
    }

    /**
     * cuBLAS's product of two square matrices of random numbers, the result in float32.
     *
     * @param compute a {@code cublasComputeType}
     * @param type    of the factors, CUDA_R_32F or CUDA_R_16BF
     */
    Repeatable gemm(int size, int compute, int type) {
        cublasHandle handle = new cublasHandle();
        checkCublas(JCublas2.cublasCreate(handle), "cublasCreate");
        undo.push(() -> JCublas2.cublasDestroy(handle));
        checkCublas(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)), "cublasSetStream");
        checkCublas(JCublas2.cublasSetWorkspace(handle, allocate(WORKSPACE_BYTES), WORKSPACE_BYTES),
                "cublasSetWorkspace");
        Pointer one = Pointer.to(direct(Float.BYTES).putFloat(0, 1));
        Pointer zero = Pointer.to(direct(Float.BYTES).putFloat(0, 0));
        CUdeviceptr a = random(size * size, type, 1);
        CUdeviceptr b = random(size * size, type, 2);
        CUdeviceptr c = allocate((long) size * size * Float.BYTES);
        return repeated(() -> checkCublas(JCublas2.cublasGemmEx_new(handle, CUBLAS_OP_N, CUBLAS_OP_N, size, size, size,
                one, a, type, size, b, type, size, zero, c, cudaDataType.CUDA_R_32F, size, compute,
                cublasGemmAlgo.CUBLAS_GEMM_DEFAULT), "cublasGemmEx"));
    }

    private CUdeviceptr random(int elements, int type, long seed) {
        boolean halves = type == cudaDataType.CUDA_R_16BF;
        int width = halves ? Short.BYTES : Float.BYTES;
        ByteBuffer values = direct(elements * width);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < elements; i++) {
            float value = random.nextFloat() - 0.5f;
            if (halves) {
                values.putShort(i * width, (short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
            } else {
                values.putFloat(i * width, value);
            }
        }
        CUdeviceptr memory = allocate(values.capacity());
        check(JCudaDriver.cuMemcpyHtoDAsync(memory, Pointer.to(values), values.capacity(), stream),
                "cuMemcpyHtoDAsync");
        check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
        return memory;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private CUdeviceptr allocate(long bytes) {
        CUdeviceptr memory = new CUdeviceptr();
        check(JCudaDriver.cuMemAlloc(memory, bytes), "cuMemAlloc");
        undo.push(() -> JCudaDriver.cuMemFree(memory));
        return memory;
    }

    private Repeatable repeated(Runnable call) {
        return times -> {
            for (int i = 0; i < times; i++) {
                call.run();
            }
            check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
        };
    }

    private static void check(int result, String call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CairnException(call + " returned " + CUresult.stringFor(result));
        }
    }

    private static void checkCublas(int status, String call) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new CairnException(call + " returned " + cublasStatus.stringFor(status));
        }
    }

    @Override
    public void close() {
        JCudaDriver.cuStreamSynchronize(stream);
        undo.forEach(Runnable::run);
    }
}
