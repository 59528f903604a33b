package dev.cairn.backend.cuda;

import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;

/** What a {@code CUresult} other than success means for the card, and what a person can do about it. */
final class Advice {
    /** After these the driver refuses everything in the context. */
    private static final Set<Integer> FATAL = Set.of(CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
            CUresult.CUDA_ERROR_ECC_UNCORRECTABLE, CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
            CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
            CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED, CUresult.CUDA_ERROR_ASSERT,
            CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR, CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
            CUresult.CUDA_ERROR_MISALIGNED_ADDRESS, CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
            CUresult.CUDA_ERROR_INVALID_PC, CUresult.CUDA_ERROR_LAUNCH_FAILED, CUresult.CUDA_ERROR_UNKNOWN);
    private static final String LESS = "use a smaller batch, or close other programs on the card";
    private static final String NEW_JAR = "get Cairn's jar anew if it may be damaged, or update the NVIDIA driver";
    private static final String REOPEN = "the device is lost: close every device on this card, then open a new one,"
            + " or start the program again if that fails";

    private Advice() {
    }

    /** Whether nothing works any more until the context has been closed. */
    static boolean isFatal(int result) {
        return FATAL.contains(result);
    }

    /** For a call's result, as the end of a sentence. */
    static String on(int result) {
        return switch (result) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> LESS;
            case CUresult.CUDA_ERROR_INVALID_IMAGE, CUresult.CUDA_ERROR_INVALID_PTX,
                    CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU, CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
                    CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND, CUresult.CUDA_ERROR_NOT_FOUND ->
                NEW_JAR;
            case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE ->
                REOPEN + "; the card's memory has failed: 'nvidia-smi -q -d ECC' tells more";
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
                REOPEN + "; 'nvidia-smi' tells whether another program holds the card, or it is gone";
            case CUresult.CUDA_ERROR_LAUNCH_TIMEOUT ->
                REOPEN + "; cards that drive a display end long kernels: use a smaller batch or another card";
            case CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED ->
                "do what you record once as usual before, so that everything it needs is in place";
            default -> isFatal(result) ? REOPEN : report();
        };
    }

    /** Where neither the user's program nor the machine explains a refusal. */
    static String report() {
        return "this is a mistake of Cairn or of the driver: report it with this message and what nvidia-smi prints";
    }

    /** For a status of cuBLAS that no result of the driver explains. */
    static String onCublas(int status) {
        return switch (status) {
            case cublasStatus.CUBLAS_STATUS_ALLOC_FAILED -> LESS;
            case cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH,
                    cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED,
                    cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED ->
                "another cuBLAS 12 may do: update it, or name its folder by -D" + CublasFinder.PROPERTY + "=FOLDER";
            default -> report();
        };
    }
}
