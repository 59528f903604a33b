package dev.cairn;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Where the time of a stretch of program went: what {@link Device#profile} measured.
 *
 * @param operations   what the device was asked for, those that took longest first; calls of the same operation with the
 *                     same sizes count together
 * @param microseconds the whole took, without the profiler's own work
 */
public record Profile(List<Operation> operations, double microseconds) {
    private static final String BETWEEN = "between operations";

    public Profile {
        operations = operations.stream()
                .sorted(Comparator.comparingDouble(Operation::microseconds).reversed()).toList();
    }

    /**
     * One operation with operands of certain sizes.
     *
     * @param name         of the operation of {@link dev.cairn.backend.Ops}, and which function, update rule or
     *                     transposition: {@code gemm NT} has its second operand transposed
     * @param sizes        m x k x n of a matrix product; of all else how many elements the operands have, equal numbers
     *                     once
     * @param calls        of it
     * @param microseconds of all calls together, each until it was done
     * @param bytes        of all calls together that must be read and written at least: every operand once, twice where it
     *                     is both
     * @param flop         floating-point operations of all calls together, 2 m k n for each matrix product; 0 for all else,
     *                     which memory limits
     */
    public record Operation(String name, String sizes, long calls, double microseconds, long bytes, double flop) {

        /** The bytes over the time, in 10⁹ bytes a second. */
        public double gigabytesPerSecond() {
            return bytes * 1e-3 / microseconds;
        }

        /** The floating-point operations over the time, in 10⁹ a second. */
        public double gigaflopsPerSecond() {
            return flop * 1e-3 / microseconds;
        }
    }

    /** The time in operations. */
    public double operationMicroseconds() {
        return operations.stream().mapToDouble(Operation::microseconds).sum();
    }

    /** The time between operations: the program's own, the tape's, and what the device's pool took from the machine. */
    public double hostMicroseconds() {
        return microseconds - operationMicroseconds();
    }

    /** A table for a person, a line for each operation; calls, times and megabytes are those of one of so many equal steps. */
    public String table(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("table: steps " + steps + ": must be at least 1");
        }
        String layout = "%-" + width(Operation::name, BETWEEN) + "s  %-" + width(Operation::sizes, "sizes")
                + "s %8s %12s %9s %6s %8s %8s%n";
        StringBuilder table = new StringBuilder(String.format(layout, "operation", "sizes", "calls", "microseconds",
                "MB", "GB/s", "GFLOP/s", "share"));
        operations.forEach(each -> table.append(row(layout, each, steps)));
        long bytes = operations.stream().mapToLong(Operation::bytes).sum();
        double flop = operations.stream().mapToDouble(Operation::flop).sum();
        return table.append(row(layout, new Operation(BETWEEN, "", 0, hostMicroseconds(), 0, 0), steps))
                .append(row(layout, new Operation("all", "", calls(), microseconds, bytes, flop), steps)).toString();
    }

    private int width(Function<Operation, String> column, String least) {
        return operations.stream().mapToInt(each -> column.apply(each).length()).reduce(least.length(), Math::max);
    }

    private long calls() {
        return operations.stream().mapToLong(Operation::calls).sum();
    }

    private String row(String layout, Operation each, int steps) {
        return String.format(layout, each.name(), each.sizes(), number("%.2f", each.calls() / (double) steps),
                number("%.1f", each.microseconds() / steps), number("%.3f", each.bytes() * 1e-6 / steps),
                number("%.1f", each.gigabytesPerSecond()), number("%.1f", each.gigaflopsPerSecond()),
                number("%.1f %%", 100 * each.microseconds() / microseconds));
    }

    /** Nothing for 0, so that what matters stands out. */
    private static String number(String format, double value) {
        return value > 0 ? String.format(Locale.ROOT, format, value) : "";
    }

    /** The table of everything that was measured. */
    @Override
    public String toString() {
        return table(1);
    }
}
