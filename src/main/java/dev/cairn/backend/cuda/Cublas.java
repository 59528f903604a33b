package dev.cairn.backend.cuda;

import static jcuda.jcublas.cublasGemmAlgo.CUBLAS_GEMM_DEFAULT;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS on one stream, in a workspace of its own, without atomics, which are off unless asked for: so the same product gives
 * the same bits in every run on the same kind of card
 * (<a href="https://docs.nvidia.com/cuda/cublas/#results-reproducibility">cuBLAS, results reproducibility</a>).
 */
final class Cublas {
    private static final Pointer ONE = constant(1);
    private static final Pointer ZERO = constant(0);

    private final cublasHandle handle = new cublasHandle();
    private final int computeType;
    private int m;
    private int n;
    private int k;

    Cublas(Precision precision) {
        computeType = computeType(precision);
        require(JCublas2.cublasCreate(handle), "cublasCreate");
    }

    /** What a handle needs to use all its algorithms, as NVIDIA recommends for a card's generation. */
    static long workspaceBytes(int computeMajor) {
        return (computeMajor >= 9 ? 32L : 8L) << 20;
    }

    /** Begins to work on a stream; the workspace must come after the stream, which resets it. */
    void use(CUstream stream, DevicePointer workspace, long workspaceBytes) {
        require(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)), "cublasSetStream");
        require(JCublas2.cublasSetWorkspace(handle, workspace, workspaceBytes), "cublasSetWorkspace");
    }

    /**
     * c[m, n] = op(a)[m, k] · op(b)[k, n] of row-major matrices. cuBLAS stores by columns, so it is asked for the transposed
     * product, op(b)ᵀ · op(a)ᵀ.
     *
     * @param rounded whether a and b hold bfloat16, two in a word, and not float32
     * @return a {@code cublasStatus}
     */
    int gemm(boolean transA, boolean transB, int m, int n, int k, Buffer a, Buffer b, boolean rounded,
            boolean accumulate, Buffer c) {
        this.m = m;
        this.n = n;
        this.k = k;
        int type = rounded ? cudaDataType.CUDA_R_16BF : cudaDataType.CUDA_R_32F;
        int compute = rounded ? cublasComputeType.CUBLAS_COMPUTE_32F : computeType;
        return JCublas2.cublasGemmEx_new(handle, transB ? CUBLAS_OP_T : CUBLAS_OP_N, transA ? CUBLAS_OP_T : CUBLAS_OP_N,
                n, m, k, ONE, CudaBlock.pointer(b), type, transB ? k : n, CudaBlock.pointer(a), type, transA ? m : k,
                accumulate ? ONE : ZERO, CudaBlock.pointer(c), cudaDataType.CUDA_R_32F, n, compute,
                CUBLAS_GEMM_DEFAULT);
    }

    /** The shapes of the last product: for messages. */
    @Override
    public String toString() {
        return "[" + m + ", " + k + "] x [" + k + ", " + n + "]";
    }

    void close() {
        JCublas2.cublasDestroy(handle);
    }

    private static int computeType(Precision precision) {
        return switch (precision) {
            case FP32 -> cublasComputeType.CUBLAS_COMPUTE_32F;
            case TF32 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32;
            case BF16 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_16BF;
        };
    }

    private static void require(int status, String call) {
        if (status != 0) {
            throw new DeviceException("cuBLAS cannot be used: " + call + " returned " + cublasStatus.stringFor(status)
                    + "; " + Advice.onCublas(status));
        }
    }

    private static Pointer constant(float value) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
        return Pointer.to(memory.putFloat(0, value));
    }
}
