package dev.cairn.data;

/**
 * How {@link Csv} reads a file; {@link #defaults} finds out what it can, and the other methods change one thing each.
 *
 * @param header whether the first line holds the columns' names
 * @param label the name of the column to predict, or its number from 0; negative numbers count from the end
 * @param separator what stands between fields: a comma, a semicolon or a tab, or {@link #DETECT}
 * @param isRegression whether the label column holds numbers to predict rather than classes
 * @param testFraction the share that is split off for testing where there is only one file
 * @param seed decides which samples these are
 */
public record CsvOptions(
        Header header, String label, char separator, boolean isRegression, double testFraction, long seed) {
    /** The separator that stands for: whichever occurs most often in the first line. */
    public static final char DETECT = 0;

    private static final String LAST_COLUMN = "-1";
    private static final double DEFAULT_TEST_FRACTION = 0.2;

    /** Whether the first line of a file holds the columns' names. */
    public enum Header {
        /** It does if a field of it, other than the label, is not a number. */
        DETECT,
        /** It does. */
        PRESENT,
        /** It does not. */
        ABSENT
    }

    public CsvOptions {
        DatasetChecks.fraction(testFraction);
        if (separator != DETECT && ",;\t".indexOf(separator) < 0) {
            throw new IllegalArgumentException("separator " + separator + ": must be a comma, a semicolon or a tab");
        }
    }

    /** Header and separator found out, the last column as classes, a fifth for testing, seed 0. */
    public static CsvOptions defaults() {
        return new CsvOptions(Header.DETECT, LAST_COLUMN, DETECT, false, DEFAULT_TEST_FRACTION, 0);
    }

    /** These options with another header. */
    public CsvOptions header(Header newHeader) {
        return new CsvOptions(newHeader, label, separator, isRegression, testFraction, seed);
    }

    /** These options with another column to predict, by its name or, as text, its number. */
    public CsvOptions label(String newLabel) {
        return new CsvOptions(header, newLabel, separator, isRegression, testFraction, seed);
    }

    /** These options with another column to predict, by its number. */
    public CsvOptions label(int newLabel) {
        return label(Integer.toString(newLabel));
    }

    /** These options with another separator. */
    public CsvOptions separator(char newSeparator) {
        return new CsvOptions(header, label, newSeparator, isRegression, testFraction, seed);
    }

    /** These options for a label column of numbers. */
    public CsvOptions regression() {
        return new CsvOptions(header, label, separator, true, testFraction, seed);
    }

    /** These options with another share of the samples for testing. */
    public CsvOptions testFraction(double newTestFraction) {
        return new CsvOptions(header, label, separator, isRegression, newTestFraction, seed);
    }

    /** These options with another seed for the split. */
    public CsvOptions seed(long newSeed) {
        return new CsvOptions(header, label, separator, isRegression, testFraction, newSeed);
    }
}
