package dev.cairn.optim;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.UpdateRule;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rates of the next steps and Adam's corrections, in device memory, so that a step uploads nothing. Computed
 * in double precision on the host, a block of steps at a time.
 */
final class RateTable {
    private static final int ROWS = 256;
    private static final int COLUMNS = 3;

    private final Device device;
    private final UpdateRule rule;
    private final long firstStep;
    private final Tensor table;
    private final double[] rows = new double[ROWS * COLUMNS];
    private final double[] uploaded = new double[ROWS * COLUMNS];
    private long block = -1;

    /**
     * @param firstStep the step at which the optimizer's state was empty, from which Adam's corrections count
     */
    RateTable(Device device, UpdateRule rule, long firstStep) {
        this.device = device;
        this.rule = rule;
        this.firstStep = firstStep;
        table = device.lasting("learning rates", Shape.of(ROWS, COLUMNS), ElementType.REAL).fill(0);
    }

    /** Makes the row of a step valid. */
    void prepare(long step, LongToDoubleFunction rate) {
        if (step / ROWS != block) {
            block = step / ROWS;
            for (int row = 0; row < ROWS; row++) {
                fill(row, block * ROWS + row, rate);
            }
            if (!Arrays.equals(rows, uploaded)) {
                device.ops().upload(rows, table.buffer());
                System.arraycopy(rows, 0, uploaded, 0, rows.length);
            }
        }
    }

    private void fill(int row, long step, LongToDoubleFunction rate) {
        rows[row * COLUMNS] = rate.applyAsDouble(step);
        if (rule instanceof UpdateRule.Adam adam) {
            long updates = Math.max(1, step - firstStep + 1);
            rows[row * COLUMNS + 1] = 1 / (1 - StrictMath.pow(adam.beta1(), updates));
            rows[row * COLUMNS + 2] = 1 / (1 - StrictMath.pow(adam.beta2(), updates));
        }
    }

    /** The rates follow another rule from now on. */
    void invalidate() {
        block = -1;
    }

    Buffer buffer() {
        return table.buffer();
    }

    void release() {
        device.release(table);
    }
}
