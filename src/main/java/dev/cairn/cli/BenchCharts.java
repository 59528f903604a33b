package dev.cairn.cli;

import dev.cairn.bench.Case;
import dev.cairn.bench.Measurement;
import dev.cairn.report.Axis;
import dev.cairn.report.BarChart;
import dev.cairn.report.Chart;
import dev.cairn.report.LineChart;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Pictures of measurements: how near each case is to its limit, and where batches or widths were swept, how the time of a step
 * grows, beside that of its matrix products alone.
 */
final class BenchCharts {
    /** From this share on a step is said to be bound by its matrix products. */
    private static final double BOUND = 0.8;
    private static final Axis MICROSECONDS = Axis.of("time of a step", "µs").logarithmic();

    private final List<Measurement> measurements;
    private final SequencedMap<String, Chart> charts = new LinkedHashMap<>();

    private BenchCharts(List<Measurement> measurements) {
        this.measurements = measurements;
    }

    /** The charts by the names of their files, without endings. */
    static SequencedMap<String, Chart> of(List<Measurement> measurements) {
        BenchCharts all = new BenchCharts(measurements);
        all.addLimit();
        all.addGrowth("batch", Case::batch, of -> of.net().toString());
        all.addGrowth("width", of -> of.net().widths().get(1),
                of -> of.net().inputs() + "-n".repeat(of.net().widths().size() - 2) + "-" + of.net().classes()
                        + ", batch " + of.batch());
        return all.charts;
    }

    private void addLimit() {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        Set<String> categories = new LinkedHashSet<>();
        for (Measurement measurement : measurements) {
            Case of = measurement.of();
            String category = Choice.nameOf(of.work()) + " " + of.net() + ", batch " + of.batch();
            categories.add(category);
            shares.computeIfAbsent(computer(of), name -> new LinkedHashMap<>())
                    .put(category, (double) Math.round(100 * measurement.shareOfLimit()));
        }
        BarChart chart = BarChart.of("How near a step is to the least it could take",
                Axis.of("share of the limit", "%"),
                List.copyOf(categories));
        for (Map.Entry<String, Map<String, Double>> series : shares.entrySet()) {
            chart = chart.plus(series.getKey(), categories.stream()
                    .mapToDouble(category -> series.getValue().getOrDefault(category, Double.NaN)).toArray());
        }
        charts.put("limit", chart);
    }

    /** A chart for each group of cases that differ in x. */
    private void addGrowth(String name, ToIntFunction<Case> x, Function<Case, String> group) {
        Map<String, List<Measurement>> groups = measurements.stream().collect(Collectors.groupingBy(
                measurement -> Choice.nameOf(measurement.of().work()) + " " + group.apply(measurement.of()),
                LinkedHashMap::new, Collectors.toList()));
        groups.forEach((title, members) -> {
            if (members.stream().mapToInt(member -> x.applyAsInt(member.of())).distinct().count() > 1) {
                charts.put(name + "-" + title.replaceAll("[, ]+", "-"),
                        growth(title, Axis.of(name).logarithmic(), x, members));
            }
        });
    }

    private static Chart growth(String title, Axis axis, ToIntFunction<Case> x, List<Measurement> members) {
        Map<String, List<Measurement>> lines = members.stream()
                .sorted(Comparator.comparingInt(member -> x.applyAsInt(member.of())))
                .collect(Collectors.groupingBy(member -> computer(member.of()), LinkedHashMap::new,
                        Collectors.toList()));
        LineChart chart = LineChart.of(title + ": time over " + axis.name(), axis, MICROSECONDS);
        for (Map.Entry<String, List<Measurement>> line : lines.entrySet()) {
            double[] xs = line.getValue().stream().mapToDouble(member -> x.applyAsInt(member.of())).toArray();
            chart = chart
                    .plus(line.getKey() + bound(line.getValue(), x), xs,
                            line.getValue().stream().mapToDouble(member -> 1e6 * member.step().median()).toArray())
                    .plus(line.getKey() + ", GEMM alone", xs,
                            line.getValue().stream().mapToDouble(member -> 1e6 * member.products().median()).toArray());
        }
        return chart;
    }

    /** From where on the products take nearly all of the time, at that x and every larger one. */
    private static String bound(List<Measurement> line, ToIntFunction<Case> x) {
        String from = "";
        for (Measurement measurement : line.reversed()) {
            if (measurement.shareOfProducts() < BOUND) {
                break;
            }
            from = " (GEMM-bound from " + x.applyAsInt(measurement.of()) + ")";
        }
        return from;
    }

    private static String computer(Case of) {
        String backend = Choice.nameOf(of.backend());
        return backend.equals("cpu")
                ? backend + ", " + of.options().threads() + (of.options().threads() == 1 ? " thread" : " threads")
                : backend;
    }
}
