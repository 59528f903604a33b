package dev.cairn.optim;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.nn.Parameters;
import java.util.OptionalInt;

/**
 * Adds up the losses and right answers of a run in device memory, so that no step waits for them, and remembers the first step
 * whose loss was not a finite number: the optimizer makes no update from that step on.
 */
public final class LossMonitor {
    /** Single precision counts no further. */
    public static final int MOST_ROWS = 1 << 24;

    private final Device device;
    private final Parameters parameters;
    private final Tensor sums;
    private final Buffer total;
    private final Buffer hits;
    private final Tensor status;
    private final double[] read = new double[2];

    /**
     * What was recorded in a row of steps.
     *
     * @param loss the sum of the losses, each multiplied by its weight
     * @param hits the number of right answers
     */
    public record Sums(double loss, long hits) {
    }

    LossMonitor(Parameters parameters) {
        this.parameters = parameters;
        device = parameters.device();
        sums = device.lasting("losses and hits", Shape.of(2), ElementType.REAL);
        total = sums.buffer().slice(0, 1);
        hits = sums.buffer().slice(1, 1);
        status = device.lasting("loss status", Shape.of(1), ElementType.INT32);
        reset();
    }

    /** Adds weight · loss to the sum; call it before the step's update. */
    public void record(Tensor loss, double weight) {
        requireLoss(loss);
        device.ops().recordLoss(weight, loss.buffer(), parameters.counter(), total, status.buffer());
    }

    /**
     * The same and, where the targets are classes and the outputs [batch, classes] have several values a sample, counts the
     * rows of outputs whose largest element is the label's: exactly for up to {@link #MOST_ROWS} rows between two calls of
     * {@link #take}.
     */
    public void record(Tensor loss, double weight, Tensor outputs, Tensor targets) {
        requireLoss(loss);
        boolean classes = targets.type() == ElementType.INT32
                && outputs.shape().elements() > targets.shape().elements();
        if (!classes) {
            record(loss, weight);
            return;
        }
        device.ops().recordStep(weight, loss.buffer(), parameters.counter(), total, status.buffer(),
                outputs.buffer(), targets.buffer(), hits);
    }

    private static void requireLoss(Tensor loss) {
        if (loss.shape().elements() != 1) {
            throw new IllegalArgumentException("record: a loss has one element, this is " + loss);
        }
    }

    /** The sums since the last call, in one read that waits for the device; the next ones start at 0. */
    public Sums take() {
        Ops ops = device.ops();
        ops.download(sums.buffer(), read);
        ops.fill(0, sums.buffer());
        return new Sums(read[0], (long) read[1]);
    }

    /** The step, counted from 0, whose loss was the first that was not finite; empty if all were. Waits for the device. */
    public OptionalInt firstNonFiniteStep() {
        int step = status.toInts()[0];
        return step < 0 ? OptionalInt.empty() : OptionalInt.of(step);
    }

    /** Forgets the sums and the step that was not finite, so that updates go on. */
    public void reset() {
        sums.fill(0);
        device.ops().fill(-1, status.buffer());
    }

    Buffer status() {
        return status.buffer();
    }

    void release() {
        device.release(sums);
        device.release(status);
    }
}
