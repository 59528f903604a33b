package dev.cairn.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the start of a JVM to the end of the process that made one training step: what a test or a script waits for. There is no
 * start cache as the command line has one, so this is how a program of one's own starts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
public class StartBenchmark {
    @Param("784-64-10")
    public String net = "";

    @Param("128")
    public String batch = "";

    @Param("CPU")
    public String backend = "";

    @Param("1")
    public String threads = "";

    @Benchmark
    public double firstStep() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms32m",
                "-XX:NewSize=4m", "-cp",
                System.getProperty("java.class.path"), FirstStep.class.getName(), backend, net, batch, threads))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String loss = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0 || !Double.isFinite(Double.parseDouble(loss))) {
            throw new IllegalStateException("the step failed: " + loss);
        }
        return Double.parseDouble(loss);
    }
}
