package dev.cairn.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Pictures of a search over hyperparameters, from its trials in the order in which they were numbered. */
public final class TrialCharts {
    private static final Axis ACCURACY = Axis.of("accuracy", "%");
    /** Values that span such a factor were chosen by factors, and are drawn so. */
    private static final double LOGARITHMIC_FROM = 20;

    private TrialCharts() {
    }

    /** The hyperparameters that differ between the trials. */
    public static List<String> varied(List<Trial> trials) {
        SequencedSet<String> names = new LinkedHashSet<>();
        trials.forEach(trial -> names.addAll(trial.parameters().keySet()));
        return names.stream()
                .filter(name -> trials.stream().map(trial -> trial.value(name)).distinct().count() > 1)
                .toList();
    }

    /** The accuracy of every configuration, the best first, so that one sees how many come near it. */
    public static LineChart configurations(List<Trial> trials) {
        double[] sorted = finite(trials).sorted().toArray();
        double[] ranks = IntStream.rangeClosed(1, sorted.length).mapToDouble(i -> i).toArray();
        double[] best = IntStream.range(0, sorted.length).mapToDouble(i -> sorted[sorted.length - 1 - i]).toArray();
        int missing = trials.size() - sorted.length;
        String title = "Accuracy over " + trials.size() + " configurations"
                + (missing == 0 ? "" : ", " + missing + " of which reached nothing");
        return LineChart.of(title, Axis.of("configuration, the best first"), ACCURACY)
                .plusPoints("accuracy", ranks, best);
    }

    /**
     * The accuracy over one hyperparameter: every trial, and the best of each value. Values that are no numbers become
     * bars.
     */
    public static Chart over(String parameter, List<Trial> trials) {
        String title = "Accuracy over " + parameter;
        double[] values = trials.stream().mapToDouble(trial -> trial.number(parameter)).toArray();
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            List<String> names = trials.stream().map(trial -> trial.value(parameter)).distinct().sorted().toList();
            return BarChart.of(title, ACCURACY, names)
                    .plus("best", names.stream().mapToDouble(name -> best(parameter, name, trials)).toArray())
                    .plus("mean", names.stream().mapToDouble(name -> mean(parameter, name, trials)).toArray());
        }
        TreeMap<Double, Double> best = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(trials.get(i).percent())) {
                best.merge(values[i], trials.get(i).percent(), Math::max);
            }
        }
        Axis axis = isLogarithmic(values) ? Axis.of(parameter).logarithmic() : Axis.of(parameter);
        return LineChart.of(title, axis, ACCURACY)
                .plus("best of each value", toArray(best.keySet()), toArray(best.values()))
                .plusPoints("every trial", values, trials.stream().mapToDouble(Trial::percent).toArray());
    }

    /** The best accuracy for every pair of values of two hyperparameters; none where every such trial diverged. */
    public static HeatMap over(String rowParameter, String columnParameter, List<Trial> trials) {
        List<String> rows = values(rowParameter, trials);
        List<String> columns = values(columnParameter, trials);
        double[][] cells = new double[rows.size()][columns.size()];
        for (int row = 0; row < rows.size(); row++) {
            List<Trial> inRow = having(rowParameter, rows.get(row), trials);
            for (int column = 0; column < columns.size(); column++) {
                cells[row][column] = best(columnParameter, columns.get(column), inRow);
            }
        }
        return new HeatMap("Accuracy over " + rowParameter + " and " + columnParameter, ACCURACY, rowParameter, rows,
                columnParameter, columns, cells);
    }

    /** The values of a hyperparameter, numbers by size, others by name. */
    private static List<String> values(String parameter, List<Trial> trials) {
        return trials.stream()
                .sorted((a, b) -> {
                    int bySize = Double.compare(a.number(parameter), b.number(parameter));
                    return bySize != 0 ? bySize : a.value(parameter).compareTo(b.value(parameter));
                })
                .map(trial -> trial.value(parameter))
                .distinct()
                .toList();
    }

    private static double best(String parameter, String value, List<Trial> trials) {
        return finite(having(parameter, value, trials)).max().orElse(Double.NaN);
    }

    private static double mean(String parameter, String value, List<Trial> trials) {
        return finite(having(parameter, value, trials)).average().orElse(Double.NaN);
    }

    private static List<Trial> having(String parameter, String value, List<Trial> trials) {
        return trials.stream().filter(trial -> trial.value(parameter).equals(value)).toList();
    }

    private static DoubleStream finite(List<Trial> trials) {
        return trials.stream().mapToDouble(Trial::percent).filter(Double::isFinite);
    }

    private static boolean isLogarithmic(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        return least > 0 && Arrays.stream(values).max().orElse(0) / least >= LOGARITHMIC_FROM;
    }

    private static double[] toArray(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
