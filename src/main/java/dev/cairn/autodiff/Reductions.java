package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;

/** Sums. */
public final class Reductions {
    private Reductions() {
    }

    /** The sum of all elements, [1]. */
    public static Tensor sum(Tensor x) {
        Operands.requireReal("sum", x);
        Device device = x.device();
        Tensor y = device.allocate("sum", Shape.SCALAR, ElementType.REAL);
        device.ops().columnSums(x.buffer(), false, y.buffer());
        if (Tape.tracks(x, null)) {
            Tape.record(y, dy -> repeat(device, dy, x.slot()));
        }
        return y;
    }

    /** The sum of a matrix [m, n] over dimension 0, [n], or over dimension 1, [m]. */
    public static Tensor sum(Tensor x, int dimension) {
        Operands.requireReal("sum", x);
        if (x.shape().rank() != 2 || dimension < 0 || dimension > 1) {
            throw new IllegalArgumentException(
                    "sum: takes dimension 0 or 1 of a matrix, got dimension " + dimension + " of " + x.shape());
        }
        Device device = x.device();
        Tensor y = device.allocate("sum", Shape.of(x.shape().dimension(1 - dimension)), ElementType.REAL);
        if (dimension == 0) {
            device.ops().columnSums(x.buffer(), false, y.buffer());
        } else {
            device.ops().rowSums(x.buffer(), false, y.buffer());
        }
        if (Tape.tracks(x, null)) {
            Tape.record(y, dimension == 0
                    ? dy -> repeat(device, dy, x.slot())
                    : dy -> {
                        Gradient dx = x.slot();
                        device.ops().spreadRows(dy, dx.accumulates(), dx.target());
                    });
        }
        return y;
    }

    /** dx[i] += dy[i mod length]. */
    private static void repeat(Device device, Buffer dy, Gradient target) {
        Ops ops = device.ops();
        boolean accumulate = target.accumulates();
        Buffer dx = target.target();
        if (!accumulate) {
            ops.fill(0, dx);
        }
        ops.binary(Binary.ADD, dx, dy, false, dx);
    }
}
