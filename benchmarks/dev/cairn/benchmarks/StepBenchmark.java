package dev.cairn.benchmarks;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Case;
import dev.cairn.bench.DenseNet;
import dev.cairn.bench.Session;
import dev.cairn.bench.Work;
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

/** A whole training step and inference. SVHN's samples are 1024 values in grey and 3072 in colour. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class StepBenchmark {
    /** Small enough that no weight moves far, however long the benchmark runs. */
    private static final double LEARNING_RATE = 1e-6;

    @Param({"1024-16-10", "784-64-10", "784-128-10", "1024-512-256-10", "3072-50-10", "3072-1024-512-10"})
    public String net = "";

    @Param({"1", "20", "100", "128", "512", "1024"})
    public int batch;

    @Param("CPU")
    public Backend backend;

    @Param("1")
    public int threads;

    @Param("FP32")
    public Precision precision;

    @Param("true")
    public boolean replay;

    private Session session;

    @Setup
    public void prepare() {
        Case of = new Case(backend, Work.TRAIN, DenseNet.parse(net), batch,
                DeviceOptions.defaults().withThreads(threads).withPrecision(precision), replay);
        session = new Session(of, LEARNING_RATE);
        session.check();
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public Object train() {
        session.train(1);
        return session;
    }

    @Benchmark
    public Object infer() {
        session.infer(1);
        return session;
    }
}
