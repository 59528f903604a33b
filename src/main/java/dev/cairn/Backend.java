package dev.cairn;

import dev.cairn.backend.Ops;
import dev.cairn.backend.cpu.CpuOps;
import dev.cairn.backend.cpu.GemmChain;
import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.backend.cuda.CudaProbe;
import dev.cairn.backend.cuda.Precision;
import dev.cairn.backend.reference.ReferenceOps;
import java.util.List;
import java.util.Optional;

/** An implementation of tensors, chosen by name at run time. */
public enum Backend {
    /** {@link #CUDA} where it is available, else {@link #CPU}. */
    AUTO,
    /** Any machine, in float32: oneDNN where its natives load, else the Vector API, else plain Java. */
    CPU,
    /** An NVIDIA GPU, in float32. */
    CUDA,
    /** Any machine, in float64, plainly written: the specification the others are tested against. Slow. */
    REFERENCE;

    /** Whether a device of this backend can be opened on this machine. */
    public boolean isAvailable() {
        return whyNot().isEmpty();
    }

    /** Why no device of this backend can be opened, and what would help; empty if one can. */
    public Optional<String> whyNot() {
        return this == CUDA ? CudaProbe.ofThisMachine().whyNot() : Optional.empty();
    }

    /** The ways to compute that this backend chooses from on this machine, fastest first; none where it has no choice. */
    public List<Implementation> implementations() {
        return this == CPU
                ? GemmChain.ofThisMachine().links().stream()
                        .map(link -> new Implementation(link.name(), link.available(), link.used(), link.reason()))
                        .toList()
                : List.of();
    }

    Ops open(DeviceOptions options) {
        return switch (this) {
            case CPU -> new CpuOps(options.threads());
            case REFERENCE -> new ReferenceOps();
            case CUDA -> new CudaOps(0, Precision.FP32);
            case AUTO -> throw new IllegalStateException(this + " has no operations of its own");
        };
    }
}
