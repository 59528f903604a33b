package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;

/** Batch normalisation with the batch's own statistics. */
public final class BatchNormalization {
    private BatchNormalization() {
    }

    /**
     * Normalises the columns of x [batch, n] and moves the running figures, as
     * {@link dev.cairn.backend.Ops#batchNorm} defines it; the other tensors are [n].
     */
    public static Tensor batchNorm(Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance,
            double epsilon, double momentum) {
        Operands.requireReal("batchNorm", x);
        Operands.requireSameDevice("batchNorm", x, gamma);
        int columns = gamma.shape().elements();
        if (x.shape().rank() != 2 || x.shape().dimension(1) != columns) {
            throw new IllegalArgumentException(
                    "batchNorm: " + x.shape() + " does not fit gamma " + gamma.shape() + "; expected [batch, " + columns
                            + "]");
        }
        if (x.shape().rows() < 2) {
            throw new IllegalArgumentException("batchNorm: " + x.shape()
                    + " has one row, whose variance is zero; train with batches of at least 2");
        }
        runningMean.requireVariable("batchNorm in training");
        runningVariance.requireVariable("batchNorm in training");
        Device device = x.device();
        Shape row = Shape.of(columns);
        Tensor mean = device.allocate("batchNorm mean", row, ElementType.REAL);
        Tensor inverseStd = device.allocate("batchNorm deviation", row, ElementType.REAL);
        Tensor y = device.allocate("batchNorm", x.shape(), ElementType.REAL);
        device.ops().batchNorm(epsilon, momentum, x.buffer(), gamma.buffer(), beta.buffer(), runningMean.buffer(),
                runningVariance.buffer(), mean.buffer(), inverseStd.buffer(), y.buffer());
        if (Tape.tracks(x, gamma) || beta.needsGradient()) {
            x.save();
            gamma.save();
            mean.save();
            inverseStd.save();
            Tape.record(y, dy -> {
                Gradient dx = x.needsGradient() ? x.slot() : null;
                device.withScratch(2 * columns, both -> {
                    Buffer dgamma = both.slice(0, columns);
                    Buffer dbeta = both.slice(columns, columns);
                    device.ops().batchNormGradient(x.buffer(), gamma.buffer(), mean.buffer(), inverseStd.buffer(), dy,
                            dx != null && dx.accumulates(), dx == null ? null : dx.target(), false, dgamma, dbeta);
                    share(device, dgamma, gamma);
                    share(device, dbeta, beta);
                });
            });
        }
        return y;
    }

    private static void share(Device device, Buffer g, Tensor parameter) {
        if (parameter.needsGradient()) {
            Gradient target = parameter.slot();
            device.ops().affine(1, 0, g, target.accumulates(), target.target());
        }
    }
}
