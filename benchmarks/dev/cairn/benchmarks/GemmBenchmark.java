package dev.cairn.benchmarks;

import dev.cairn.backend.cpu.Gemm;
import dev.cairn.backend.cpu.GemmChain;
import dev.cairn.backend.cpu.WorkerPool;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three products of one dense layer in training: y = x w (forward), dw = x' dy and dx = dy w' (backward), by each
 * implementation of the CPU's chain.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GemmBenchmark {

    @Param({"onednn", "vector", "plain"})
    public String implementation = "";

    /** Batch, inputs, outputs. */
    @Param({"20x1024x16", "20x16x10", "128x784x128", "128x1024x512", "1024x3072x1024"})
    public String layer = "";

    @Param("1")
    public int threads;

    private WorkerPool pool;
    private Gemm gemm;
    private int batch;
    private int inputs;
    private int outputs;
    private float[] x;
    private float[] w;
    private float[] dy;
    private float[] y;
    private float[] dw;
    private float[] dx;

    @Setup
    public void prepare() {
        System.setProperty(GemmChain.PROPERTY, implementation);
        GemmChain chain = GemmChain.ofThisMachine();
        pool = new WorkerPool(threads);
        gemm = chain.gemm(pool);
        String[] sizes = layer.split("x");
        batch = Integer.parseInt(sizes[0]);
        inputs = Integer.parseInt(sizes[1]);
        outputs = Integer.parseInt(sizes[2]);
        x = randoms(batch * inputs);
        w = randoms(inputs * outputs);
        dy = randoms(batch * outputs);
        y = new float[batch * outputs];
        dw = new float[inputs * outputs];
        dx = new float[batch * inputs];
        requireImplementation(chain);
        verify();
    }

    private static float[] randoms(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** A number must never be reported for an implementation that was not used. */
    private void requireImplementation(GemmChain chain) {
        int index = List.of("onednn", "vector", "plain").indexOf(implementation);
        if (!chain.links().get(index).used()) {
            throw new IllegalStateException(
                    implementation + " cannot be measured: " + chain.links().get(index).reason());
        }
    }

    private void verify() {
        all();
        double first = 0;
        for (int p = 0; p < inputs; p++) {
            first += (double) x[p] * w[p * outputs];
        }
        double second = 0;
        for (int p = 0; p < batch; p++) {
            second += (double) x[p * inputs] * dy[p * outputs];
        }
        double third = 0;
        for (int p = 0; p < outputs; p++) {
            third += (double) dy[p] * w[p];
        }
        compare(y[0], first);
        compare(dw[0], second);
        compare(dx[0], third);
    }

    private static void compare(float found, double expected) {
        if (!(Math.abs(found - expected) < 1e-3)) {
            throw new IllegalStateException("wrong result: " + found + ", not " + expected);
        }
    }

    @TearDown
    public void close() {
        pool.close();
    }

    /** All three, as a training step does them. */
    @Benchmark
    public float[] all() {
        forwardNN();
        weightGradientTN();
        return inputGradientNT();
    }

    @Benchmark
    public float[] forwardNN() {
        gemm.gemm(false, false, batch, outputs, inputs, x, 0, w, 0, false, y, 0);
        return y;
    }

    @Benchmark
    public float[] weightGradientTN() {
        gemm.gemm(true, false, inputs, outputs, batch, x, 0, dy, 0, false, dw, 0);
        return dw;
    }

    @Benchmark
    public float[] inputGradientNT() {
        gemm.gemm(false, true, batch, inputs, outputs, dy, 0, w, 0, false, dx, 0);
        return dx;
    }
}
