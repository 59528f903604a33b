package dev.cairn;

import dev.cairn.backend.Ops;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Prerequisite;
import dev.cairn.backend.cpu.CpuOps;
import dev.cairn.backend.cpu.GemmChain;
import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.backend.cuda.CudaProbe;
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
        return whyNot(DeviceOptions.defaults());
    }

    /** As {@link #whyNot()} for a device with options: another card, or a precision that not every machine has. */
    public Optional<String> whyNot(DeviceOptions options) {
        Precision precision = options.precision();
        return switch (this) {
            case AUTO -> fallsBack(options) ? Optional.empty() : CUDA.whyNot(options);
            case CPU -> CpuOps.whyNot(precision);
            case CUDA -> CudaProbe.ofThisMachine().whyNot(options.deviceIndex(), precision);
            case REFERENCE -> precision == Precision.FP32
                    ? Optional.empty()
                    : Optional.of("it computes in double precision and has no " + precision
                            + "; leave the precision at FP32");
        };
    }

    /** Whether the CPU stands in for this backend: the machine or the card cannot do it, in any precision. */
    boolean fallsBack(DeviceOptions options) {
        Backend wanted = this == AUTO ? CUDA : this;
        return wanted.whyNot(options.withPrecision(Precision.FP32)).isPresent();
    }

    /** The ways to compute that this backend chooses from on this machine, fastest first; none where it has no choice. */
    public List<Implementation> implementations() {
        return this == CPU
                ? GemmChain.ofThisMachine().links().stream()
                        .map(link -> new Implementation(link.name(), link.available(), link.used(), link.reason()))
                        .toList()
                : List.of();
    }

    /** What this backend needs of the machine, piece by piece, and whether it is there; empty where it needs nothing. */
    public List<Prerequisite> prerequisites() {
        return this == CUDA ? CudaProbe.ofThisMachine().prerequisites() : List.of();
    }

    Ops open(DeviceOptions options) {
        return switch (this) {
            case CPU -> new CpuOps(options.threads(), options.precision());
            case REFERENCE -> new ReferenceOps();
            case CUDA -> new CudaOps(options.deviceIndex(), options.precision());
            case AUTO -> throw new IllegalStateException(this + " has no operations of its own");
        };
    }
}
