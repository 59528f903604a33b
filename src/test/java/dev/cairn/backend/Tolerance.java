package dev.cairn.backend;

/** How far a result in single precision may be from the oracle's. */
record Tolerance(double relative, double absolute) {
    /** Bit for bit, after rounding to single precision. */
    static final Tolerance EXACT = new Tolerance(0, 0);
    /** A few additions, multiplications, divisions or roots. */
    static final Tolerance ARITHMETIC = new Tolerance(1e-6, 1e-37);
    /** Exponentials and what is made of them. */
    static final Tolerance FUNCTION = new Tolerance(1e-5, 1e-37);

    /** A sum of so many terms of about such a size, whatever the order. */
    static Tolerance sum(int terms, double size) {
        return new Tolerance(1e-6, 1e-6 * Math.sqrt(terms) * size);
    }

    /** Results that came from larger numbers of about such a size. */
    Tolerance within(double size) {
        return new Tolerance(relative, absolute + relative * size);
    }

    /** With another absolute share. */
    Tolerance plus(double further) {
        return new Tolerance(relative, absolute + further);
    }

    boolean accepts(double expected, double actual) {
        return Double.compare(expected, actual) == 0 || expected == actual || (float) expected == actual
                || Double.isNaN(expected) && Double.isNaN(actual)
                || Math.abs(actual - expected) <= relative * Math.abs(expected) + absolute;
    }
}
