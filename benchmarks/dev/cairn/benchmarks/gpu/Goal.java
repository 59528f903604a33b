package dev.cairn.benchmarks.gpu;

/**
 * Something that must be shown.
 *
 * @param group    the number of what it belongs to, as {@link Report} lists them
 * @param claim    what
 * @param target   the bound
 * @param obtained what was measured
 * @param verdict  yes, no, or why it was not measured
 */
record Goal(int group, String claim, String target, String obtained, String verdict) {
    /** A figure that must be at least so large; one that is not a number was not measured. */
    static Goal atLeast(int group, String claim, double bound, double figure) {
        return of(group, claim, "at least " + Table.digits(bound), figure, figure >= bound);
    }

    /** A figure that must be smaller. */
    static Goal below(int group, String claim, double bound, double figure) {
        return of(group, claim, "below " + Table.digits(bound), figure, figure < bound);
    }

    private static Goal of(int group, String claim, String target, double figure, boolean reached) {
        return Double.isNaN(figure)
                ? new Goal(group, claim, target, "", "no: not measured")
                : new Goal(group, claim, target, Table.digits(figure), verdict(reached));
    }

    /** What could not be measured for some reason. */
    static Goal failed(int group, String claim, String reason) {
        return new Goal(group, claim, "", "", "no: " + reason);
    }

    static String verdict(boolean reached) {
        return reached ? "yes" : "no";
    }
}
