package dev.cairn.loss;

import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.autodiff.PointwiseLosses;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Pointwise;

/** A loss that adds up over elements; labels as targets take the prediction's shape first. */
abstract class PointwiseLoss implements Loss {
    private final Pointwise kind;
    private final double parameter;
    private final DeviceConstant zeroAndOne = new DeviceConstant(0, 1);

    PointwiseLoss(Pointwise kind, double parameter) {
        this.kind = kind;
        this.parameter = parameter;
    }

    @Override
    public final Tensor apply(Tensor prediction, Tensor target) {
        return PointwiseLosses.loss(kind, parameter, scale(prediction.shape()), prediction,
                like(prediction.shape(), target));
    }

    /** The factor on the sum over all elements; by default the sum becomes the mean. */
    double scale(Shape prediction) {
        return 1.0 / prediction.elements();
    }

    /**
     * REAL numbers of the prediction's shape: labels become rows with 1 at the label, for a prediction of one column the
     * labels 0 and 1 themselves; numbers [batch] become [batch, 1].
     */
    private Tensor like(Shape prediction, Tensor target) {
        if (prediction.rank() != 2 || !target.shape().equals(Shape.of(prediction.rows()))) {
            return target;
        }
        int columns = prediction.dimension(1);
        return switch (target.type()) {
            case INT32 -> columns == 1 ? numbers(target) : PointwiseLosses.oneHot(target, columns);
            case REAL -> columns == 1 ? target.reshape(prediction) : target;
            case UINT8 -> target;
        };
    }

    private Tensor numbers(Tensor labels) {
        if (labels.classes() > 2) {
            throw new IllegalArgumentException(this + ": labels from 0 to " + (labels.classes() - 1)
                    + " do not fit a prediction of one column, which tells 2 classes apart; the network needs "
                    + labels.classes() + " outputs");
        }
        Tensor table = zeroAndOne.on(labels.device());
        Tensor y = labels.device().allocate("labels", Shape.of(labels.shape().rows(), 1), ElementType.REAL);
        labels.device().ops().gather(0, table.buffer(), labels.buffer(), null, null, y.buffer());
        return y;
    }
}
