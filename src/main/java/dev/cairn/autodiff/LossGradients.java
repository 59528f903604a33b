package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Tensor;
import dev.cairn.backend.Binary;

/** How a gradient flows back through a loss whose forward pass has computed the gradient already. */
final class LossGradients {
    private LossGradients() {
    }

    /** Records a loss; the gradient by the prediction is computed, and only scaled if the loss is not the root. */
    static void record(Tensor loss, Tensor gradient, Tensor prediction) {
        Device device = loss.device();
        gradient.save();
        Tape.record(loss, dy -> {
            if (dy != device.one()) {
                device.ops().binary(Binary.MULTIPLY, gradient.buffer(), dy, false, gradient.buffer());
            }
            prediction.slot().adopt(gradient.buffer());
        });
    }
}
