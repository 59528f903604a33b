package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the slices that are done into one page. Argument: the file to write. */
public final class Table {
    /** By slice, then contender and figure: all values. */
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final List<String> missed = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();

    private Table() {
    }

    public static void main(String[] arguments) throws IOException {
        Table table = new Table();
        for (String slice : Comparison.slices()) {
            if (Files.exists(Comparison.file(slice))) {
                table.read(slice);
            }
        }
        table.write();
        Files.createDirectories(Path.of(arguments[0]).toAbsolutePath().getParent());
        Files.writeString(Path.of(arguments[0]), table.page);
    }

    private void read(String slice) throws IOException {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Comparison.file(slice))) {
            String[] words = line.split(";", 3);
            switch (words[1]) {
                case "version" -> versions.put(words[0], words[2].replaceAll(", [0-9]+ threads?", ""));
                case Slice.FAILED -> failures.add(label(slice) + ": " + words[2]);
                default -> figures.computeIfAbsent(words[0] + ";" + words[1], key -> new ArrayList<>())
                        .add(Double.valueOf(words[2]));
            }
        }
        values.put(slice, figures);
    }

    private void write() throws IOException {
        page.append("# Cairn and its peers\n\nWritten by `benchmarks/peers.sh` on ").append(LocalDate.now())
                .append(": ").append(machine()).append(", Java ").append(Runtime.version())
                .append(".\nMedians of rounds in which all take turns; in brackets the other's time over Cairn's. ")
                .append("NOTES.md says how it is measured.\n");
        failures.forEach(failure -> page.append("\nFailed: ").append(failure).append('\n'));
        writeShort();
        writeTraining();
        compare("Inference of one sample, microseconds", "infer 1", "%.4g", Contender.PYTORCH, Targets.ONE_SAMPLE);
        compare("Inference of 128 samples, microseconds", "infer 128", "%.4g", Contender.PYTORCH,
                Targets.MANY_SAMPLES);
        compare("Peak memory after training, MiB", "peak", "%.0f", Contender.PYTORCH, Targets.MEMORY);
        writeStart();
        writeMissed();
        writeSettings();
    }

    /** What the README shows. */
    private void writeShort() {
        header("In short: a training step, microseconds",
                List.of("Cairn", "the fastest other", "other over Cairn", "which"));
        for (String slice : slices()) {
            Contender best = Contender.PEERS.stream()
                    .filter(peer -> !Double.isNaN(median(slice, peer, "train")))
                    .min(Comparator.comparingDouble(peer -> median(slice, peer, "train")))
                    .orElse(Contender.CAIRN);
            double time = median(slice, best, "train");
            row(slice, cell("%.4g", own(slice, "train")), cell("%.4g", time),
                    cell("%.2f", time / own(slice, "train")), best.name());
        }
    }

    private void writeTraining() {
        compare("Training step, microseconds", "train", "%.4g", Contender.PEERS, Targets.TRAINING);
        header("How near a training step is to the least it could take, by `cairn bench`",
                List.of("step, us", "matrix products alone, us", "share of limit", "aim"));
        for (String slice : slices()) {
            row(slice, cell("%.4g", own(slice, "us_per_step")), cell("%.4g", own(slice, "us_gemm")),
                    cell("%.3f", own(slice, "share_of_limit")),
                    aim("share of limit", slice, own(slice, "share_of_limit"), Targets.LIMIT));
        }
        header("What the framework adds to its kernels in a training step, microseconds",
                List.of("bare calls", "recorded, as the trainer does", "step by step", "aim"));
        for (String slice : slices()) {
            double bare = median(slice, Contender.BARE, "train");
            if (!Double.isNaN(bare)) {
                row(slice, cell("%.4g", bare), withRatio(own(slice, "train"), bare),
                        withRatio(median(slice, Contender.BY_HAND, "train"), bare),
                        atMost("training step over bare calls", slice, own(slice, "train") / bare, Targets.FRAMEWORK));
            }
        }
        page.append("\nIn brackets: over bare calls; the aim is for what is recorded, at most.\n");
        header("Two threads against one, training step", List.of("one over two", "aim"));
        for (String slice : slices()) {
            if (slice.endsWith("x2")) {
                double ratio = own(slice.replace("x2", "x1"), "train") / own(slice, "train");
                row(slice, cell("%.2f", ratio),
                        aim("one thread over two, training step", slice, ratio, Targets.TWO_THREADS));
            }
        }
    }

    private void writeStart() {
        compare("JVM start to the end of the first training step, milliseconds", "first_step", "%.0f", Contender.PEERS,
                Map.of());
        page.append(String.format(Locale.ROOT, "%nAim: at most %s. `./cairn --help` takes %s ms; aim: at most %s.%n",
                atMost("first step, ms", Comparison.START, own(Comparison.START, "first_step"), Targets.FIRST_STEP),
                cell("%.0f", own(Comparison.START, "help")),
                atMost("--help, ms", Comparison.START, own(Comparison.START, "help"), Targets.HELP)));
    }

    /** What the tables above have below its aim. */
    private void writeMissed() {
        page.append("\n## Aims that are missed\n\n");
        missed.forEach(line -> page.append("- ").append(line).append('\n'));
        if (missed.isEmpty()) {
            page.append("None.\n");
        }
    }

    private void writeSettings() {
        page.append("\n## Versions and settings\n\nAll: the serial collector, and ")
                .append("`OMP_NUM_THREADS`, `MKL_NUM_THREADS` and `OPENBLAS_NUM_THREADS` equal to the threads.\n\n")
                .append("| | Version | Settings, the fastest of those tried |\n|---|---|---|\n");
        for (Contender contender : Contender.ALL) {
            page.append("| ").append(contender.name()).append(" | ")
                    .append(versions.getOrDefault(contender.name(), "-")).append(" | ").append(contender.settings())
                    .append(" |\n");
        }
    }

    private static String machine() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String model = Files.exists(info)
                ? Files.readAllLines(info).stream().filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse("")
                : System.getProperty("os.arch");
        return Runtime.getRuntime().availableProcessors() + " cores of " + model + ", " + System.getProperty("os.name");
    }

    /** A row a slice: all, the others with their ratio to Cairn, and the best rival's ratio beside what is aimed at. */
    private void compare(String title, String figure, String format, List<Contender> rivals,
            Map<String, Double> targets) {
        List<Contender> columns = new ArrayList<>(Contender.PEERS);
        columns.addFirst(Contender.CAIRN);
        List<String> names = new ArrayList<>(columns.stream().map(Contender::name).toList());
        names.add(rivals == Contender.PEERS ? "best over Cairn" : "PyTorch over Cairn");
        names.add("aim");
        header(title, names);
        for (String slice : values.keySet()) {
            double own = own(slice, figure);
            if (!Double.isNaN(own)) {
                List<String> cells = new ArrayList<>();
                for (Contender contender : columns) {
                    double median = median(slice, contender, figure);
                    cells.add(cell(format, median)
                            + (contender == Contender.CAIRN ? "" : cell(" (%.2f)", median / own)));
                }
                double best = rivals.stream().mapToDouble(rival -> median(slice, rival, figure))
                        .filter(Double::isFinite).min().orElse(Double.NaN);
                cells.add(cell("%.2f", best / own));
                cells.add(aim(title.replaceAll(",.*", "") + ", the other's over Cairn's", slice, best / own, targets));
                row(slice, cells.toArray(String[]::new));
            }
        }
    }

    private void header(String title, List<String> columns) {
        page.append("\n## ").append(title).append("\n\n| net, threads | ").append(String.join(" | ", columns))
                .append(" |\n").append("|---".repeat(columns.size() + 1)).append("|\n");
    }

    private void row(String slice, String... cells) {
        page.append("| ").append(label(slice)).append(" | ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String withRatio(double value, double base) {
        return cell("%.4g", value) + cell(" (%.2f)", value / base);
    }

    /** Nothing where there is no number. */
    private static String cell(String format, double value) {
        String written = value >= 1e4 ? format.replace("%.4g", "%,.0f") : format;
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, written, value);
    }

    /** Of a network with a number of threads. */
    private List<String> slices() {
        return values.keySet().stream().filter(slice -> !slice.equals(Comparison.START)).toList();
    }

    /** The cell that says what {@code value} should at least be; nothing where there is no aim. */
    private String aim(String what, String slice, double value, Map<String, Double> targets) {
        double aim = targets.getOrDefault(slice, Double.NaN);
        return aim(what, slice, value, aim, value < aim);
    }

    private String atMost(String what, String slice, double value, Map<String, Double> targets) {
        double aim = targets.getOrDefault(slice, Double.NaN);
        return aim(what, slice, value, aim, value > aim);
    }

    private String aim(String what, String slice, double value, double aim, boolean isMissed) {
        if (isMissed) {
            missed.add(String.format(Locale.ROOT, "%s, %s: %.3g instead of %.3g", label(slice), what, value, aim));
        }
        return cell("%.3g", aim);
    }

    private static String label(String slice) {
        return slice.equals(Comparison.START) ? Comparison.START_NET + ", 1" : slice.replace("x", ", ");
    }

    private double own(String slice, String figure) {
        return median(slice, Contender.CAIRN, figure);
    }

    private double median(String slice, Contender contender, String figure) {
        return Medians.of(values.getOrDefault(slice, Map.of())
                .getOrDefault(contender.name() + ";" + figure, List.of()));
    }
}
