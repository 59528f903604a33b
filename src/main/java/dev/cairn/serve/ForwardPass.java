package dev.cairn.serve;

import dev.cairn.Device;
import dev.cairn.Recording;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.UnrecordableException;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import org.jspecify.annotations.Nullable;

/**
 * A model's outputs for so many samples at once: a replay of a recording, unless a layer is not the library's own or its
 * forward pass cannot be recorded. It lives as long as its device.
 */
final class ForwardPass {
    private final Layer model;
    private final Device device;
    private final Tensor x;
    private final Tensor y;
    private final @Nullable Recording recording;

    /** @param outputs the values of one answer */
    ForwardPass(Layer model, Shape sampleShape, int rows, int outputs) {
        this.model = model;
        device = model.parameters().device();
        x = device.lasting("samples", sampleShape.batch(rows), ElementType.REAL).fill(0);
        y = device.lasting("answers", Shape.of(rows, outputs), ElementType.REAL);
        compute();
        recording = model.firstOwn().isPresent() ? null : record();
    }

    private @Nullable Recording record() {
        try {
            return device.recordIfRoom(this::compute);
        } catch (UnrecordableException | DeviceException e) { // there may be no memory for a recording besides
            return null;
        }
    }

    /** Computes the outputs of the first samples of an array. */
    void run(float[] samples, float[] answers) {
        device.ops().upload(samples, 0, x.buffer());
        if (recording == null || recording.isClosed()) {
            compute();
        } else {
            recording.replay();
        }
        device.ops().download(y.buffer(), answers);
    }

    private void compute() {
        try (Scope _ = device.noGrad()) {
            device.ops().copy(model.forward(x, Mode.EVAL).buffer(), y.buffer());
        }
    }
}
