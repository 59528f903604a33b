package dev.cairn.backend.cpu;

import dev.cairn.backend.Precision;

/** The CPU backend with threads that share every operation, however small. */
public final class SharingCpuOps {
    private SharingCpuOps() {
    }

    public static CpuOps open(int threads) {
        return new CpuOps(threads, Precision.FP32, 1);
    }
}
