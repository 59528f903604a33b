package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Case;
import dev.cairn.bench.DenseNet;
import dev.cairn.bench.Work;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is measured: every combination of what the options list. */
final class BenchOptions {
    private static final DenseNet NET_OF_WIDTHS = DenseNet.parse("1024-512-10");

    @Option(names = "--net", paramLabel = "WIDTHS", split = ",",
            description = "Fully connected networks by their widths, as 784-128-10,3072-50-10. Default: six known ones.")
    private List<String> nets = new ArrayList<>();

    @Option(names = "--width", paramLabel = "N", split = ",",
            description = "Widths that the networks' hidden layers take one after the other, as 16,64,256. Without --net: of 1024-N-10.")
    private List<Integer> widths = new ArrayList<>();

    @Option(names = "--batch", paramLabel = "N", split = ",",
            description = "Samples a step, as 1,32,1024. Default: 20 of 1024-16-10, 100 of 3072-50-10, 512 of 3072-1024-512-10, else 128.")
    private List<Integer> batches = new ArrayList<>();

    @Option(names = "--backend", paramLabel = "NAME", split = ",",
            description = "auto, cpu, cuda or reference, or several. Default: cpu, and cuda where it is available.")
    private List<Backend> backends = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", split = ",",
            description = "How many threads the CPU computes with, as 1,2. Default: one for each processor.")
    private List<Integer> threads = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "NAME", split = ",", defaultValue = "train",
            description = "train, infer or both. Default: ${DEFAULT-VALUE}.")
    private List<Work> modes = new ArrayList<>();

    @Option(names = "--precision", paramLabel = "NAME", defaultValue = "fp32",
            description = "Of matrix products, where the backend has it: fp32, tf32 or bf16. Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(names = "--device-index", paramLabel = "N", defaultValue = "0",
            description = "Which CUDA card computes; cairn devices lists them. Default: ${DEFAULT-VALUE}.")
    private int deviceIndex;

    @Option(names = "--no-replay",
            description = "Computes each step as it is written, instead of recording it once and replaying it as the trainer does.")
    private boolean plain;

    /** All cases: those that are to be compared with each other, backends and threads, stand together. */
    List<Case> all() {
        DeviceOptions options = DeviceOptions.defaults().withPrecision(precision).withDeviceIndex(deviceIndex);
        Set<Case> cases = new LinkedHashSet<>();
        for (Work mode : modes) {
            for (DenseNet net : networks()) {
                for (int batch : batches.isEmpty() ? List.of(net.usualBatch()) : batches) {
                    for (Backend backend : backends()) {
                        for (int count : threads(backend)) {
                            cases.add(new Case(backend, mode, net, batch, options.withThreads(count), !plain));
                        }
                    }
                }
            }
        }
        return List.copyOf(cases);
    }

    private List<DenseNet> networks() {
        if (widths.isEmpty()) {
            return nets.isEmpty() ? DenseNet.known() : nets.stream().map(DenseNet::parse).toList();
        }
        Stream<DenseNet> widened = nets.isEmpty() ? Stream.of(NET_OF_WIDTHS) : nets.stream().map(DenseNet::parse);
        return widened.flatMap(net -> widths.stream().map(net::withHidden)).toList();
    }

    private List<Backend> backends() {
        boolean cuda = Backend.CUDA.isAvailable();
        if (backends.isEmpty()) {
            return cuda ? List.of(Backend.CPU, Backend.CUDA) : List.of(Backend.CPU);
        }
        return backends.stream()
                .map(backend -> backend != Backend.AUTO ? backend : cuda ? Backend.CUDA : Backend.CPU)
                .distinct()
                .toList();
    }

    private List<Integer> threads(Backend backend) {
        if (backend != Backend.CPU) {
            return List.of(1);
        }
        return threads.isEmpty() ? List.of(DeviceOptions.defaults().threads()) : threads;
    }
}
