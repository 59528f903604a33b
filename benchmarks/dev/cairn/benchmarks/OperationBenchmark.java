package dev.cairn.benchmarks;

import dev.cairn.Backend;
import dev.cairn.Device;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every operation that works on elements or rows, matrix products left out. {@code bytes} is what it reads and writes in a
 * second; "copy" is what memory allows. "dropout" is the one that draws random masks (Philox).
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class OperationBenchmark {
    private static final double TOLERANCE = 1e-4;

    /** Counts bytes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Traffic {
        public long bytes;
    }

    /** The operation and its operands. */
    @State(Scope.Thread)
    public static class Work extends OpenDevice {
        @Param({"copy", "fill", "affine", "clamp", "add", "add_row", "subtract", "multiply", "divide", "abs", "square",
            "sqrt", "exp", "log", "sigmoid", "tanh", "scaled_tanh", "relu", "leaky_relu", "gelu", "abs_gradient",
            "square_gradient", "sqrt_gradient", "exp_gradient", "log_gradient", "sigmoid_gradient", "tanh_gradient",
            "scaled_tanh_gradient", "relu_gradient", "leaky_relu_gradient", "gelu_gradient", "squared_loss",
            "absolute_loss", "huber_loss", "binary_cross_entropy_loss", "column_sums", "sum", "row_sums",
            "spread_rows", "argmax_rows", "softmax", "softmax_gradient", "softmax_cross_entropy", "one_hot",
            "count_hits", "gather_images", "gather", "gather_standardized", "bias_identity", "bias_relu", "bias_tanh",
            "bias_gelu", "bias_identity_gradient", "bias_relu_gradient", "bias_tanh_gradient", "bias_gelu_gradient",
            "dropout", "batch_norm", "batch_norm_gradient", "clip_by_norm", "sgd", "momentum", "rms_prop", "adadelta",
            "adam"})
        public String operation = "";

        @Param({"65536", "1048576", "33554432"})
        public int elements;

        private Operation call;
        private Operands operands;
        private long bytes;

        @Setup
        public void prepare() {
            openDevice();
            call = Operation.of(operation);
            verify();
            operands = new Operands(device(), elements);
            bytes = (long) elements * (call.reals() * device().ops().realBytes() + call.bytes());
        }

        /** The operation gives on few elements what it gives on REFERENCE. */
        private void verify() {
            try (Device expected = Device.require(Backend.REFERENCE)) {
                List<float[]> right = results(expected);
                List<float[]> found = results(device());
                for (int i = 0; i < right.size(); i++) {
                    compare(right.get(i), found.get(i));
                }
            }
        }

        private List<float[]> results(Device device) {
            Operands few = new Operands(device, 4 * Operands.COLUMNS);
            call.call().run(device.ops(), few);
            return few.results();
        }

        private void compare(float[] right, float[] found) {
            for (int i = 0; i < right.length; i++) {
                if (!(Math.abs(found[i] - right[i]) <= TOLERANCE * Math.max(1, Math.abs(right[i])))) {
                    throw new IllegalStateException(
                            operation + ": wrong result " + found[i] + " at " + i + ", not " + right[i]);
                }
            }
        }
    }

    @Benchmark
    public void run(Work work, Traffic traffic) {
        work.call.call().run(work.device().ops(), work.operands);
        work.synchronize();
        traffic.bytes += work.bytes;
    }
}
