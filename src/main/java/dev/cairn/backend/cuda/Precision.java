package dev.cairn.backend.cuda;

import jcuda.jcublas.cublasComputeType;

/** How cuBLAS multiplies float32 matrices. Sums are float32 in any case. */
public enum Precision {
    /** Products of float32 numbers. */
    FP32(cublasComputeType.CUBLAS_COMPUTE_32F),
    /** Factors rounded to 10 bits of fraction, for the tensor cores of compute capability 8.0 and up. */
    TF32(cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32),
    /** Factors rounded to bfloat16, 7 bits of fraction. */
    BF16(cublasComputeType.CUBLAS_COMPUTE_32F_FAST_16BF);

    private final int computeType;

    Precision(int computeType) {
        this.computeType = computeType;
    }

    int computeType() {
        return computeType;
    }
}
