package dev.cairn.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a gradient check found, a row for each variable.
 *
 * @param rows in the order of the variables
 */
public record GradientReport(List<Row> rows) {
    /** Gradients above this count for relative differences; below, rounding errors outweigh them. */
    public static final double SIGNIFICANT = 1e-4;

    public GradientReport {
        rows = List.copyOf(rows);
    }

    /**
     * The gradient by one variable.
     *
     * @param name               of the variable
     * @param checked            the number of elements that were checked
     * @param significant        how many of them have an analytic gradient above {@link #SIGNIFICANT} in size
     * @param analytic           the figures of the gradients that the backward pass computed
     * @param numeric            the figures of the differences
     * @param absoluteDifference the largest between the two
     * @param relativeDifference the largest among significant elements, divided by the larger of the two; 0 if there are none
     */
    public record Row(String name, int checked, int significant, Figures analytic, Figures numeric,
            double absoluteDifference, double relativeDifference) {

        static Row of(String name, double[] analytic, double[] numeric) {
            int significant = 0;
            double absolute = 0;
            double relative = 0;
            for (int i = 0; i < analytic.length; i++) {
                double difference = Math.abs(analytic[i] - numeric[i]);
                absolute = Math.max(absolute, difference);
                if (Math.abs(analytic[i]) > SIGNIFICANT) {
                    significant++;
                    relative = Math.max(relative,
                            difference / Math.max(Math.abs(analytic[i]), Math.abs(numeric[i])));
                }
            }
            return new Row(name, analytic.length, significant, Figures.of(analytic), Figures.of(numeric), absolute,
                    relative);
        }
    }

    /** Some numbers in brief. */
    public record Figures(double sum, double mean, double min, double max) {
        static Figures of(double[] values) {
            double sum = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                sum += value;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            return new Figures(sum, sum / values.length, min, max);
        }
    }

    /** The largest absolute difference of all variables; NaN if one is. */
    public double absoluteDifference() {
        return rows.stream().mapToDouble(Row::absoluteDifference).reduce(0, Math::max);
    }

    /** The largest relative difference of all variables; NaN if one is. */
    public double relativeDifference() {
        return rows.stream().mapToDouble(Row::relativeDifference).reduce(0, Math::max);
    }

    /** Whether every variable has significant gradients, and no difference reaches these bounds. */
    public boolean isWithin(double absolute, double relative) {
        return rows.stream().allMatch(row -> row.significant > 0 && row.absoluteDifference < absolute
                && row.relativeDifference < relative);
    }

    /** A table: two lines for each variable, one for the analytic gradients and one for the differences. */
    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.name.length()).reduce("variable".length(), Math::max);
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "%-" + width + "s  %-8s  %13s  %13s  %13s  %13s  %7s  %8s  %8s", "variable",
                        "gradient", "sum", "mean", "min", "max", "checked", "absolute", "relative"));
        for (Row row : rows) {
            lines.add(line(width, row.name, "analytic", row.analytic) + String.format(Locale.ROOT,
                    "  %7d  %8.1e  %8.1e", row.checked, row.absoluteDifference, row.relativeDifference));
            lines.add(line(width, "", "numeric", row.numeric));
        }
        return String.join("\n", lines);
    }

    private static String line(int width, String name, String kind, Figures figures) {
        return String.format(Locale.ROOT, "%-" + width + "s  %-8s  %13.6e  %13.6e  %13.6e  %13.6e", name, kind,
                figures.sum, figures.mean, figures.min, figures.max);
    }
}
