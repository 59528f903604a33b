package dev.cairn.report;

/**
 * What a chart measures along one side.
 *
 * @param name          the quantity, such as {@code loss}
 * @param unit          such as {@code ms} or {@code %}; empty for a plain number
 * @param isLogarithmic whether equal steps are equal factors; values that are not positive are left out there
 */
public record Axis(String name, String unit, boolean isLogarithmic) {
    /** A plain number on a linear axis. */
    public static Axis of(String name) {
        return new Axis(name, "", false);
    }

    /** A quantity in a unit, on a linear axis. */
    public static Axis of(String name, String unit) {
        return new Axis(name, unit, false);
    }

    /** This axis with equal factors at equal steps. */
    public Axis logarithmic() {
        return new Axis(name, unit, true);
    }

    /** As {@code time (ms)}. */
    String label() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    /** Whether a value can be drawn on it. */
    boolean shows(double value) {
        return Double.isFinite(value) && (!isLogarithmic || value > 0);
    }
}
