package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Precision;
import dev.cairn.backend.RandomStream;
import dev.cairn.bench.Repeatable;
import dev.cairn.bench.Stopwatch;
import dev.cairn.bench.Timing;
import dev.cairn.benchmarks.Operands;
import dev.cairn.benchmarks.Operation;
import java.util.ArrayList;
import java.util.List;
import jcuda.cudaDataType;
import jcuda.jcublas.cublasComputeType;

/** The card's limits, and how near to them operations on large vectors and matrices come. */
final class Throughput {
    private static final List<String> OPERATIONS = List.of("relu", "add", "sigmoid", "softmax", "adam", "gather",
            "gather_images");
    private static final double LEAST_SHARE_OF_COPY = 0.9;
    private static final double LEAST_SHARE_OF_CUBLAS = 0.97;
    private static final double TERA = 1e12;
    private static final String BANDWIDTH = "TB/s";
    private static final String OPERATIONS_A_SECOND = "TFLOP/s";

    private final Scale scale;
    private final Table table;

    Throughput(Scale scale, Table table) {
        this.scale = scale;
        this.table = table;
    }

    /** What a launch costs that does nothing. */
    void launches() {
        try (Device _ = Device.require(Backend.CUDA); BareCard card = new BareCard()) {
            List<Timing> timings = Stopwatch.inTurns(scale.seconds(), List.of(card.emptyLaunch(), card.emptyGraph()));
            table.add(Row.ofCard("empty kernel, launched by the driver", "us", 1e6 * timings.get(0).median()));
            table.add(Row.ofCard("graph of one empty kernel", "us", 1e6 * timings.get(1).median()));
        }
    }

    /** Operations on vectors, beside the driver's copy of as many bytes as an operand has. */
    void vectors(int group) {
        try (Device device = Device.require(Backend.CUDA); BareCard card = new BareCard()) {
            Operands operands = new Operands(device, scale.elements());
            long copied = (long) Float.BYTES * scale.elements();
            List<Repeatable> works = new ArrayList<>(List.of(card.copy(copied)));
            OPERATIONS.forEach(name -> works.add(times -> {
                for (int i = 0; i < times; i++) {
                    Operation.of(name).call().run(device.ops(), operands);
                }
                device.ops().synchronize();
            }));
            List<Timing> timings = Stopwatch.inTurns(works.size() * scale.seconds(), works);
            double limit = 2 * copied / timings.getFirst().median() / TERA;
            table.add(Row.ofCard("copy by the driver, " + (copied >> 20) + " MiB read and written", BANDWIDTH, limit));
            for (int i = 0; i < OPERATIONS.size(); i++) {
                String name = OPERATIONS.get(i);
                Operation operation = Operation.of(name);
                double bytes = (double) scale.elements() * (Float.BYTES * operation.reals() + operation.bytes());
                Row row = Row.ofRate(name + ", vectors of " + scale.elements(), BANDWIDTH,
                        bytes / timings.get(i + 1).median() / TERA, limit);
                table.add(row);
                table.add(Goal.atLeast(group, name + ": share of the copy's bandwidth", LEAST_SHARE_OF_COPY,
                        row.shareOfLimit()));
            }
        }
    }

    /** {@code Tensor.matmul} in turns with bare cuBLAS, with the same factors in float32 and, for BF16, with factors in BF16. */
    void products(int group, Precision precision, int size) {
        DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
        try (Device device = Device.require(Backend.CUDA, options); BareCard card = new BareCard()) {
            Tensor a = random(device, size, 1);
            Tensor b = random(device, size, 2);
            Repeatable ours = times -> {
                for (int i = 0; i < times; i++) {
                    try (Scope _ = device.scope()) {
                        a.matmul(b);
                    }
                }
                device.ops().synchronize();
            };
            compare(group, precision + " product of " + size + " x " + size, size, ours,
                    card.gemm(size, computeType(precision), cudaDataType.CUDA_R_32F));
            if (precision == Precision.BF16) {
                compare(group, "BF16 product of " + size + " x " + size + ", cuBLAS given factors in BF16", size, ours,
                        card.gemm(size, cublasComputeType.CUBLAS_COMPUTE_32F, cudaDataType.CUDA_R_16BF));
            }
        }
    }

    private void compare(int group, String what, int size, Repeatable ours, Repeatable bare) {
        List<Timing> timings = Stopwatch.inTurns(4 * scale.seconds(), List.of(ours, bare));
        double operations = 2.0 * size * size * size / TERA;
        Row row = Row.ofRate(what, OPERATIONS_A_SECOND, operations / timings.get(0).median(),
                operations / timings.get(1).median());
        table.add(row);
        table.add(Goal.atLeast(group, what + ": Tensor.matmul's share of cuBLAS", LEAST_SHARE_OF_CUBLAS,
                row.shareOfLimit()));
    }

    private static Tensor random(Device device, int size, int stream) {
        float[] values = new float[size * size];
        RandomStream random = new RandomStream(1, stream, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-0.5f, 0.5f);
        }
        return device.tensor(Shape.of(size, size), values);
    }

    private static int computeType(Precision precision) {
        return switch (precision) {
            case FP32 -> cublasComputeType.CUBLAS_COMPUTE_32F;
            case TF32 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32;
            case BF16 -> cublasComputeType.CUBLAS_COMPUTE_32F_FAST_16BF;
        };
    }
}
