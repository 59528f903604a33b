package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Pointwise;

/** Losses that add up over elements. */
public final class PointwiseLosses {
    private static final String[] NAMES = Operands.names(Pointwise.values(), " loss");

    private PointwiseLosses() {
    }

    /** scale · Σ l(prediction, target), [1]; both have the same shape. No gradient flows to the target. */
    public static Tensor loss(Pointwise l, double parameter, double scale, Tensor prediction, Tensor target) {
        String operation = NAMES[l.ordinal()];
        Operands.requireReal(operation, prediction);
        Operands.requireReal(operation, target);
        Operands.requireSameDevice(operation, prediction, target);
        if (!prediction.shape().equals(target.shape())) {
            throw new IllegalArgumentException(
                    operation + ": prediction " + prediction.shape() + " and target " + target.shape() + " differ");
        }
        Device device = prediction.device();
        Tensor loss = device.allocate(operation, Shape.SCALAR, ElementType.REAL);
        boolean tracked = Tape.tracks(prediction, null);
        Tensor gradient = tracked ? device.allocate(operation, prediction.shape(), ElementType.REAL) : null;
        device.ops().pointwiseLoss(l, parameter, scale, prediction.buffer(), target.buffer(), loss.buffer(),
                gradient == null ? null : gradient.buffer());
        if (gradient != null) {
            LossGradients.record(loss, gradient, prediction);
        }
        return loss;
    }

    /** Row i has 1 at labels[i], else 0: the target of a pointwise loss on classes, [batch, classes]. */
    public static Tensor oneHot(Tensor labels, int classes) {
        if (labels.type() != ElementType.INT32 || labels.shape().rank() != 1) {
            throw new IllegalArgumentException(
                    "oneHot: takes INT32 labels [batch], got " + labels.type() + " " + labels.shape());
        }
        Device device = labels.device();
        Shape shape = Shape.of(labels.shape().rows(), classes);
        Operands.requireLabelsWithin("oneHot", labels, shape, classes);
        Tensor y = device.allocate("oneHot", shape, ElementType.REAL);
        device.ops().oneHot(labels.buffer(), y.buffer());
        return y;
    }
}
