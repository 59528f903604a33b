package dev.cairn.bench;

import dev.cairn.Device;
import dev.cairn.backend.Buffer;

/**
 * A copy that moves as many bytes as a step has to move at least besides its matrix products: a value that is read or
 * written counts once for each pass that no fusion can spare.
 */
final class Traffic implements Repeatable {
    /** z is read and f(z + bias) written; of the last layer the gradient of the loss. */
    private static final int FORWARD = 2;
    /** dy and y are read, dy · f' is written; the bias's gradient is summed on the way. */
    private static final int BACKWARD = 3;
    /** Gradient, velocity and parameter are read, the last two written. */
    private static final int UPDATE = 5;

    private final Device device;
    private final Buffer from;
    private final Buffer to;

    /** The buffers last until the device is closed. */
    Traffic(Device device, Case of) {
        this.device = device;
        int elements = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(1, elements(of) / 2));
        from = device.take(elements);
        to = device.take(elements);
        device.ops().fill(1, from);
        device.ops().fill(2, to);
    }

    /** How many numbers a step reads or writes at least besides its products. */
    static long elements(Case of) {
        DenseNet net = of.net();
        long sum = 0;
        for (int i = 1; i <= net.layers(); i++) {
            long outputs = (long) of.batch() * net.widths().get(i);
            boolean hidden = i < net.layers();
            sum += outputs * (of.work() == Work.TRAIN && hidden ? FORWARD + BACKWARD : FORWARD);
        }
        return of.work() == Work.TRAIN ? sum + UPDATE * net.parameters() : sum;
    }

    /** The copy that the backend's threads share. */
    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            shared();
        }
        device.ops().synchronize();
    }

    /** The copy of the backend. */
    Repeatable plainly() {
        return times -> {
            for (int i = 0; i < times; i++) {
                plain();
            }
            device.ops().synchronize();
        };
    }

    /** One copy that the backend's threads share. */
    void shared() {
        device.ops().affine(1, 0, from, false, to);
    }

    /** One copy of the backend. */
    void plain() {
        device.ops().copy(from, to);
    }
}
