package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The operations of one training scope, in order, and how a gradient flows back through each. */
public final class Tape {
    /** Adds an operation's share to the gradients of its operands. */
    @FunctionalInterface
    public interface Backward {
        /**
         * @param dy the gradient of the loss by the operation's result; it may be overwritten unless it is
         *           {@link Device#one()}
         */
        void flow(Buffer dy);
    }

    private final Device device;
    private Tensor[] results = new Tensor[8];
    private Backward[] gradients = new Backward[8];
    private int count;
    private boolean done;

    public Tape(Device device) {
        this.device = device;
    }

    /**
     * Whether an operation on these operands must be recorded: a tape is recording, and one of them needs a gradient.
     */
    public static boolean tracks(Tensor a, @Nullable Tensor b) {
        return a.needsGradient() || b != null && b.needsGradient();
    }

    /** Records how the gradient of a result flows back; the result needs a gradient from now on. */
    public static void record(Tensor result, Backward gradient) {
        Tape tape = result.device().tape();
        if (tape == null) {
            throw new IllegalStateException("record: no training scope is open");
        }
        tape.add(result, gradient);
    }

    private void add(Tensor result, Backward gradient) {
        if (count == results.length) {
            results = Arrays.copyOf(results, 2 * count);
            gradients = Arrays.copyOf(gradients, 2 * count);
        }
        results[count] = result;
        gradients[count++] = gradient;
        result.recordedOn(this);
    }

    /** Whether the backward pass has run; nothing is recorded any more. */
    public boolean isDone() {
        return done;
    }

    /** Runs the gradients backwards from a loss of one element, once. */
    public void backward(Tensor loss) {
        loss.slot().adopt(one(loss));
        try {
            for (int i = count - 1; i >= 0; i--) {
                Gradient slot = results[i].slot();
                Buffer dy = slot.value();
                if (dy != null) {
                    flow(results[i], gradients[i], dy);
                    slot.clear();
                }
            }
        } finally {
            done = true;
        }
    }

    private Buffer one(Tensor loss) {
        try {
            return device.one();
        } catch (DeviceException e) {
            throw e.during("backward of " + loss);
        }
    }

    private static void flow(Tensor result, Backward gradient, Buffer dy) {
        try {
            gradient.flow(dy);
        } catch (DeviceException e) {
            throw e.during("backward of " + result);
        }
    }
}
