package dev.cairn.benchmarks.gpu;

import java.util.Map;

/**
 * A line of the table. Figures that were not measured are NaN, and peers that were not are absent.
 *
 * @param what  was measured
 * @param unit  of all figures
 * @param rate  whether more is better; else it is a time
 * @param ours  the library
 * @param plain the library without replay
 * @param peers by name
 * @param limit what the card allows
 */
record Row(String what, String unit, boolean rate, double ours, double plain, Map<String, Double> peers,
        double limit) {
    /** A figure of the card alone. */
    static Row ofCard(String what, String unit, double figure) {
        return new Row(what, unit, true, Double.NaN, Double.NaN, Map.of(), figure);
    }

    /** So much of something in a second, beside what the card allows. */
    static Row ofRate(String what, String unit, double ours, double limit) {
        return new Row(what, unit, true, ours, Double.NaN, Map.of(), limit);
    }

    /** How often the library does it while the peer does it once. */
    double timesAsFastAs(String peer) {
        Double figure = peers.get(peer);
        return figure == null ? Double.NaN : figure / ours;
    }

    /** 1 is the limit. */
    double shareOfLimit() {
        return rate ? ours / limit : limit / ours;
    }
}
