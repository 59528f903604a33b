package dev.cairn.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.LongStream;

/** Numbers as short as an axis wants them. */
final class Ticks {
    private static final MathContext DIGITS = new MathContext(4);

    private Ticks() {
    }

    /** About so many round numbers from {@code least} to {@code most}, which differ. */
    static double[] between(double least, double most, int about) {
        double rough = (most - least) / about;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double significand = rough / decade;
        double step = decade * (significand > 5 ? 10 : significand > 2 ? 5 : significand > 1 ? 2 : 1);
        long first = (long) Math.ceil(least / step - 1e-9);
        long last = (long) Math.floor(most / step + 1e-9);
        return LongStream.rangeClosed(first, last).mapToDouble(i -> i * step).toArray();
    }

    /** As {@code 0.25}, {@code 96}, {@code 20k}, {@code 1.5M} or {@code 2e-5}. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1e9 || size > 0 && size < 1e-3) {
            return scientific(value);
        }
        if (size >= 1e6) {
            return plain(value / 1e6) + "M";
        }
        return size >= 1e4 ? plain(value / 1e3) + "k" : plain(value);
    }

    /**
     * A number that stands for itself, beside what it measures: as an axis shows it, but {@code 49,589} where it is
     * large.
     */
    static String label(double value) {
        double size = Math.abs(value);
        return size >= 1e3 && size < 1e8 ? String.format(Locale.ROOT, "%,d", Math.round(value)) : text(value);
    }

    private static String plain(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    private static String scientific(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
