package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.backend.Precision;
import dev.cairn.bench.DenseNet;
import dev.cairn.benchmarks.StepBenchmark;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The JMH benchmark of training steps and inference on CUDA. It waits for the card after every step, where {@link Steps} has many
 * under way: its times are those of a launch, a step and a wait.
 */
final class Jmh {
    private static final double MEDIAN = 50;

    private final Scale scale;
    private final Table table;

    Jmh(Scale scale, Table table) {
        this.scale = scale;
        this.table = table;
    }

    /** Measures the network of the usual size in each precision. */
    void measure() {
        DenseNet net = scale.small().getLast();
        TimeValue time = TimeValue.milliseconds(Math.round(2e3 * scale.seconds()));
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                    .include(StepBenchmark.class.getName())
                    .param("backend", Backend.CUDA.name())
                    .param("net", net.toString())
                    .param("batch", String.valueOf(net.usualBatch()))
                    .param("precision", Arrays.stream(Precision.values()).map(Precision::name).toArray(String[]::new))
                    .warmupIterations(scale.rounds()).warmupTime(time)
                    .measurementIterations(scale.rounds()).measurementTime(time)
                    .shouldFailOnError(true)
                    .build()).run();
            results.forEach(this::add);
        } catch (RunnerException e) {
            throw new CairnException("JMH: " + e.getMessage(), e);
        }
    }

    private void add(RunResult result) {
        BenchmarkParams of = result.getParams();
        Result<?> times = result.getPrimaryResult();
        String method = of.getBenchmark().substring(of.getBenchmark().lastIndexOf('.') + 1);
        table.add(new Row("JMH, " + method + " of " + of.getParam("net") + ", batch " + of.getParam("batch") + ", "
                + of.getParam("precision"), times.getScoreUnit(), false, times.getStatistics().getPercentile(MEDIAN),
                Double.NaN, Map.of(), Double.NaN));
    }
}
