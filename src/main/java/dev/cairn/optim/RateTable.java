package dev.cairn.optim;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.UpdateRule;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rates of the next steps and Adam's corrections, in device memory, so that a step uploads nothing. Computed
 * in double precision on the host, and brought to the device in one copy before the first step of an epoch; of an epoch
 * longer than {@link #MOST_ROWS} steps, as many at a time. Where epochs are not told, it serves at least
 * {@link #FEWEST_ROWS} steps a copy. Rates that are as they were are not copied again.
 */
final class RateTable {
    static final int FEWEST_ROWS = 256;
    /** 1.5 MiB on a GPU, which takes them in one copy, and 3 MiB on the host. */
    static final int MOST_ROWS = 1 << 17;
    private static final int COLUMNS = 3;

    private final Device device;
    private final UpdateRule rule;
    private final long firstStep;
    private Tensor table;
    /** As they are on the device: the row of a step is its number modulo the number of rows. */
    private double[] rows;
    /** Those of the steps from here to {@link #end} are valid. */
    private long from;
    private long end;
    private int expected;
    /** Whether rows were computed that have not come to the device. */
    private boolean stale;

    /**
     * @param firstStep the step at which the optimizer's state was empty, from which Adam's corrections count
     * @param epoch     the steps of an epoch
     */
    RateTable(Device device, UpdateRule rule, long firstStep, long epoch) {
        this.device = device;
        this.rule = rule;
        this.firstStep = firstStep;
        int count = rowsFor(epoch);
        rows = new double[count * COLUMNS];
        table = make(count);
        expected = count;
    }

    private static int rowsFor(long epoch) {
        return Math.clamp(epoch, FEWEST_ROWS, MOST_ROWS);
    }

    private Tensor make(int count) {
        return device.lasting("learning rates", Shape.of(count, COLUMNS), ElementType.REAL).fill(0);
    }

    /**
     * An epoch of so many steps begins, whose rates may be others.
     *
     * @return whether a table of another size took the place of the former, which a recording may refer to
     */
    boolean begin(long epoch) {
        int count = rowsFor(epoch);
        boolean resized = count != rows() && resize(count);
        end = from;
        expected = Math.clamp(epoch, 1, count);
        return resized;
    }

    private boolean resize(int count) {
        double[] fresh = new double[count * COLUMNS];
        Tensor former = table;
        table = make(count);
        rows = fresh;
        stale = false;
        device.release(former);
        return true;
    }

    /** Makes the row of a step valid, and those of the steps that are expected after it. */
    void prepare(long step, LongToDoubleFunction rate) {
        if (step >= from && step < end) {
            return;
        }
        end = from;
        long last = step + expected;
        for (long next = step; next < last; next++) {
            stale |= compute(next, rate);
        }
        if (stale) {
            device.ops().upload(rows, table.buffer());
            stale = false;
        }
        from = step;
        end = last;
        expected = rows();
    }

    /** Whether the row of a step is another than on the device. */
    private boolean compute(long step, LongToDoubleFunction rate) {
        int row = COLUMNS * (int) Long.remainderUnsigned(step, rows());
        boolean changed = put(row, rate.applyAsDouble(step));
        if (rule instanceof UpdateRule.Adam adam) {
            long updates = Math.max(1, step - firstStep + 1);
            changed |= put(row + 1, 1 / (1 - StrictMath.pow(adam.beta1(), updates)));
            changed |= put(row + 2, 1 / (1 - StrictMath.pow(adam.beta2(), updates)));
        }
        return changed;
    }

    private boolean put(int at, double value) {
        boolean changed = rows[at] != value;
        rows[at] = value;
        return changed;
    }

    private int rows() {
        return rows.length / COLUMNS;
    }

    Buffer buffer() {
        return table.buffer();
    }

    void release() {
        device.release(table);
    }
}
