package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What computes. */
final class BackendOptions {
    @Option(names = "--backend", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda or reference; auto takes CUDA where it is there, else the CPU. Default: ${DEFAULT-VALUE}.")
    private Backend backend = Backend.AUTO;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads the CPU computes with. Default: one for each processor.")
    private @Nullable Integer threads;

    @Option(names = "--precision", paramLabel = "NAME", defaultValue = "fp32",
            description = "fp32, tf32 or bf16: how many bits the factors of matrix products keep. Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(names = "--device-index", paramLabel = "N",
            description = "Which CUDA card computes; cairn devices lists them. Default: 0.")
    private @Nullable Integer deviceIndex;

    Backend backend() {
        return backend;
    }

    DeviceOptions options() {
        DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
        if (threads != null) {
            options = options.withThreads(threads);
        }
        if (deviceIndex != null) {
            if (backend != Backend.AUTO && backend != Backend.CUDA) {
                throw new IllegalArgumentException(
                        "--device-index is for --backend cuda or auto, not " + Choice.nameOf(backend));
            }
            options = options.withDeviceIndex(deviceIndex);
        }
        return options;
    }

    /** Opens the backend that was asked for and no other, and says which it is. */
    Device open(OutputOptions output) {
        DeviceOptions options = options();
        Device device = Device.require(backend, options);
        String why = backend == Backend.AUTO && device.backend() != Backend.CUDA
                ? Backend.CUDA.whyNot(options).map(reason -> standIn(device, reason)).orElse("")
                : "";
        output.info("computing on " + device.describe() + why);
        return device;
    }

    private String standIn(Device device, String reason) {
        boolean same = device.options().precision() == precision;
        return (same ? "" : ", in FP32 since the CPU has no " + precision) + " (not on CUDA: " + reason + ")";
    }
}
