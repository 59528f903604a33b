package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/** The softmax of rows, alone and fused with the cross-entropy. */
public final class Softmax {
    private Softmax() {
    }

    /** The softmax over the last dimension. */
    public static Tensor softmax(Tensor x) {
        Operands.requireReal("softmax", x);
        Device device = x.device();
        int rows = x.shape().elements() / x.shape().dimension(-1);
        Tensor y = device.allocate("softmax", x.shape(), ElementType.REAL);
        device.ops().softmax(rows, x.buffer(), y.buffer());
        if (Tape.tracks(x, null)) {
            y.save();
            Tape.record(y, dy -> {
                Gradient dx = x.slot();
                device.ops().softmaxGradient(rows, y.buffer(), dy, dx.accumulates(), dx.target());
            });
        }
        return y;
    }

    /**
     * The mean cross-entropy between the softmax of logits [batch, classes] and labels [batch] or probabilities
     * [batch, classes], as {@link dev.cairn.backend.Ops#softmaxCrossEntropy} defines it.
     */
    public static Tensor crossEntropy(Tensor logits, Tensor target, @Nullable Tensor classWeights, double smoothing) {
        String operation = "softmaxCrossEntropy";
        Operands.requireReal(operation, logits);
        Operands.requireSameDevice(operation, logits, target);
        Shape shape = logits.shape();
        Shape expected = target.type() == ElementType.INT32 ? Shape.of(shape.rows()) : shape;
        if (shape.rank() != 2 || target.type() == ElementType.UINT8 || !target.shape().equals(expected)) {
            throw new IllegalArgumentException(operation + ": logits " + shape + " and target " + target.type() + " "
                    + target.shape() + " do not fit; expected logits [batch, classes] with INT32 labels [batch]"
                    + " or REAL probabilities [batch, classes]");
        }
        Operands.requireLabelsWithin(operation, target, shape, shape.dimension(1));
        if (classWeights != null && classWeights.shape().elements() != shape.dimension(1)) {
            throw new IllegalArgumentException(
                    operation + ": logits " + shape + " need class weights [" + shape.dimension(1) + "], got "
                            + classWeights.shape());
        }
        Device device = logits.device();
        Tensor loss = device.allocate(operation, Shape.SCALAR, ElementType.REAL);
        boolean tracked = Tape.tracks(logits, null);
        Tensor gradient = tracked ? device.allocate(operation, shape, ElementType.REAL) : null;
        device.ops().softmaxCrossEntropy(shape.rows(), logits.buffer(), target.buffer(),
                classWeights == null ? null : classWeights.buffer(), smoothing, loss.buffer(),
                gradient == null ? null : gradient.buffer());
        if (gradient != null) {
            LossGradients.record(loss, gradient, logits);
        }
        return loss;
    }
}
