package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
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

    Backend backend() {
        return backend;
    }

    DeviceOptions options() {
        return threads == null ? DeviceOptions.defaults() : DeviceOptions.defaults().withThreads(threads);
    }

    /** Opens the backend that was asked for and no other, and says which it is. */
    Device open(OutputOptions output) {
        Device device = Device.require(backend, options());
        String why = backend == Backend.AUTO && device.backend() != Backend.CUDA
                ? Backend.CUDA.whyNot().map(reason -> " (not on CUDA: " + reason + ")").orElse("")
                : "";
        output.info("computing on " + device.describe() + why);
        return device;
    }
}
