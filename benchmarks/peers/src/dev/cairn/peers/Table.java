package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the slices that are done into one page. Argument: the file to write. */
public final class Table {
    /** By slice, then contender and figure: all values. */
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final Set<String> versions = new LinkedHashSet<>();
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
            if (words[1].equals("version")) {
                versions.add(words[0] + ": " + words[2].replaceAll(", [0-9]+ threads?", ""));
            } else {
                figures.computeIfAbsent(words[0] + ";" + words[1], key -> new ArrayList<>())
                        .add(Double.valueOf(words[2]));
            }
        }
        values.put(slice, figures);
    }

    private void write() throws IOException {
        page.append("# Cairn and its peers\n\nWritten by `benchmarks/peers.sh` on ").append(LocalDate.now())
                .append(": ").append(machine()).append(", Java ").append(Runtime.version())
                .append(".\nMedians of rounds in which all take turns; in brackets the peer's time over Cairn's.\n\n");
        versions.forEach(version -> page.append("- ").append(version).append('\n'));
        section("Training step, microseconds", "train", "%.4g");
        section("Inference of one sample, microseconds", "infer 1", "%.4g");
        section("Inference of 128 samples, microseconds", "infer 128", "%.4g");
        section("Peak memory after training, MiB", "peak", "%.0f");
        section("JVM start to the end of the first training step, milliseconds", "first_step", "%.0f");
        double help = median(values.getOrDefault("start", Map.of()), Contender.CAIRN, "help");
        if (!Double.isNaN(help)) {
            page.append(String.format(Locale.ROOT, "%n`./cairn --help` takes %.0f ms.%n", help));
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

    private void section(String title, String figure, String format) {
        page.append("\n## ").append(title).append("\n\n| net, threads | ")
                .append(Contender.ALL.stream().map(Contender::name).collect(Collectors.joining(" | ")))
                .append(" |\n").append("|---".repeat(Contender.ALL.size() + 1)).append("|\n");
        for (Map.Entry<String, Map<String, List<Double>>> slice : values.entrySet()) {
            double own = median(slice.getValue(), Contender.CAIRN, figure);
            if (!Double.isNaN(own)) {
                page.append("| ").append(label(slice.getKey()));
                for (Contender contender : Contender.ALL) {
                    double median = median(slice.getValue(), contender, figure);
                    page.append(" | ").append(String.format(Locale.ROOT, format, median));
                    if (contender != Contender.CAIRN) {
                        page.append(String.format(Locale.ROOT, " (%.2f)", median / own));
                    }
                }
                page.append(" |\n");
            }
        }
    }

    private static String label(String slice) {
        return slice.contains("x") ? slice.replace("x", ", ") : "784-64-10, 1";
    }

    private static double median(Map<String, List<Double>> figures, Contender contender, String figure) {
        List<Double> sorted = figures.getOrDefault(contender.name() + ";" + figure, List.of()).stream().sorted()
                .toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
}
