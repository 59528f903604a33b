package dev.cairn.cli;

import dev.cairn.bench.Case;
import dev.cairn.bench.Measurement;
import dev.cairn.io.RunFolder;
import dev.cairn.report.Charts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench}: how fast training and inference are here, and how fast they could be. */
@Command(
        name = BenchCommand.NAME,
        description = {
            "Times training steps and inference, and says how near they are to what the machine can do.",
            "Each case is checked against the reference backend, then measured on random samples with the device "
                    + "synchronised: us_per_step is the median, us_low and us_high are the quartiles. gflops counts the "
                    + "matrix products alone. share_of_limit compares the step with the least it could take: its matrix "
                    + "products alone (us_gemm) and a copy of the bytes that it must move besides, both measured in "
                    + "turns with the step."})
final class BenchCommand implements Callable<Integer> {
    static final String NAME = "bench";

    @Mixin(name = "Cases")
    private final BenchOptions cases = new BenchOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2",
            description = "How long each case is measured, after half as long for warming up. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Where bench.json and the charts go. Default: runs/DATE-bench, made unique.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("seconds " + seconds + ": must be above 0");
        }
        List<Case> all = cases.all();
        RunFolder folder = out == null
                ? RunFolder.unique(RunFolder.RUNS, LocalDate.now(), NAME)
                : RunFolder.at(out);
        List<Measurement> measurements = new ArrayList<>();
        Set<String> devices = new HashSet<>();
        for (Case of : all) {
            Measurement measurement = Measurement.take(of, seconds);
            measurements.add(measurement);
            if (devices.add(measurement.device())) {
                output.info("measured on " + measurement.device());
            }
            if (!output.isJson()) {
                output.out().println(measurement.line());
                output.out().flush();
            }
        }
        BenchReport report = new BenchReport(measurements);
        Path written = folder.save(report.files());
        if (output.isJson()) {
            output.out().print(report.toJson());
            output.out().flush();
        }
        Charts.whyNot().ifPresent(reason -> output.warn("no charts: " + reason));
        output.info("wrote " + written);
        return 0;
    }
}
