package dev.cairn.metrics;

/**
 * A sum that keeps what rounding loses (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
 * Summen", 1974), so that its error does not grow with the number of terms.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double term) {
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }

    /** The sum; infinities and NaN come out as themselves, though what they lost is NaN. */
    double value() {
        return Double.isFinite(sum) ? sum + lost : sum;
    }

    void reset() {
        sum = 0;
        lost = 0;
    }
}
