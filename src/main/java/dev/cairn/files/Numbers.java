package dev.cairn.files;

/** Numbers as text: the shortest digits that read back as the same bits, whatever the locale. */
public final class Numbers {
    private static final double LARGEST_PLAIN_INTEGER = 1e15;

    private Numbers() {
    }

    /** As {@code 3}, {@code 0.125}, {@code 1.0E-4}, {@code NaN} or {@code -Infinity}. */
    public static String text(double value) {
        boolean integer = value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN_INTEGER;
        boolean negativeZero = value == 0 && 1 / value < 0;
        return integer && !negativeZero ? Long.toString((long) value) : Double.toString(value);
    }
}
