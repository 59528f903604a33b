package dev.cairn.optim;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.nn.Parameters;
import java.util.OptionalInt;

/**
 * Adds up the losses of a run in device memory, so that no step waits for its loss, and remembers the first step whose loss
 * was not a finite number: the optimizer makes no update from that step on.
 */
public final class LossMonitor {
    private final Device device;
    private final Parameters parameters;
    private final Tensor total;
    private final Tensor status;

    LossMonitor(Parameters parameters) {
        this.parameters = parameters;
        device = parameters.device();
        total = device.lasting("total loss", Shape.of(1), ElementType.REAL);
        status = device.lasting("loss status", Shape.of(1), ElementType.INT32);
        reset();
    }

    /** Adds weight · loss to the total; call it before the step's update. */
    public void record(Tensor loss, double weight) {
        requireLoss(loss);
        device.ops().recordLoss(weight, loss.buffer(), parameters.counter(), total.buffer(), status.buffer());
    }

    /**
     * The same, and adds to hits [1] the number of rows of outputs [batch, classes] whose largest element is the label's.
     */
    public void record(Tensor loss, double weight, Tensor outputs, Tensor labels, Tensor hits) {
        requireLoss(loss);
        device.ops().recordStep(weight, loss.buffer(), parameters.counter(), total.buffer(), status.buffer(),
                outputs.buffer(), labels.buffer(), hits.buffer());
    }

    private static void requireLoss(Tensor loss) {
        if (loss.shape().elements() != 1) {
            throw new IllegalArgumentException("record: a loss has one element, this is " + loss);
        }
    }

    /** The total since the last call, which waits for the device; the next one starts at 0. */
    public double takeTotal() {
        double sum = total.item();
        total.fill(0);
        return sum;
    }

    /** The step, counted from 0, whose loss was the first that was not finite; empty if all were. Waits for the device. */
    public OptionalInt firstNonFiniteStep() {
        int step = status.toInts()[0];
        return step < 0 ? OptionalInt.empty() : OptionalInt.of(step);
    }

    /** Forgets the total and the step that was not finite, so that updates go on. */
    public void reset() {
        total.fill(0);
        device.ops().fill(-1, status.buffer());
    }

    Buffer status() {
        return status.buffer();
    }

    void release() {
        device.release(total);
        device.release(status);
    }
}
