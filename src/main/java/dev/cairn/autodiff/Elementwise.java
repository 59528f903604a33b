package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Unary;

/** Functions of one or two elements. */
public final class Elementwise {
    private static final String[] UNARY_NAMES = Operands.names(Unary.values(), "");
    private static final String[] BINARY_NAMES = Operands.names(Binary.values(), "");

    private Elementwise() {
    }

    /** y = f(x). */
    public static Tensor unary(Unary f, double parameter, Tensor x) {
        String name = UNARY_NAMES[f.ordinal()];
        Operands.requireReal(name, x);
        Device device = x.device();
        Tensor y = device.allocate(name, x.shape(), ElementType.REAL);
        device.ops().unary(f, parameter, x.buffer(), y.buffer());
        if (Tape.tracks(x, null)) {
            Tensor saved = f.gradientFromResult() ? y : x;
            saved.save();
            Tape.record(y, dy -> {
                Gradient dx = x.slot();
                device.ops().unaryGradient(f, parameter, saved.buffer(), dy, dx.accumulates(), dx.target());
            });
        }
        return y;
    }

    /** y = scale · x + shift. */
    public static Tensor affine(Tensor x, double scale, double shift) {
        Operands.requireReal("affine", x);
        Device device = x.device();
        Tensor y = device.allocate("affine", x.shape(), ElementType.REAL);
        device.ops().affine(scale, shift, x.buffer(), false, y.buffer());
        if (Tape.tracks(x, null)) {
            Tape.record(y, dy -> {
                Gradient dx = x.slot();
                device.ops().affine(scale, 0, dy, dx.accumulates(), dx.target());
            });
        }
        return y;
    }

    /** y = f(a, b); the shorter operand repeats. */
    public static Tensor binary(Binary f, Tensor a, Tensor b) {
        String name = BINARY_NAMES[f.ordinal()];
        Operands.requireReal(name, a);
        Operands.requireReal(name, b);
        Operands.requireSameDevice(name, a, b);
        Shape shape = Operands.broadcast(name, a.shape(), b.shape());
        Device device = a.device();
        Tensor y = device.allocate(name, shape, ElementType.REAL);
        device.ops().binary(f, a.buffer(), b.buffer(), false, y.buffer());
        if (Tape.tracks(a, b)) {
            saveFor(f, a, b, y);
            Tape.record(y, dy -> {
                if (a.needsGradient()) {
                    switch (f) {
                        case ADD, SUBTRACT -> share(device, 1, dy, a.slot());
                        case MULTIPLY, DIVIDE -> share(device, f, 1, dy, b.buffer(), a.slot());
                    }
                }
                if (b.needsGradient()) {
                    switch (f) {
                        case ADD -> share(device, 1, dy, b.slot());
                        case SUBTRACT -> share(device, -1, dy, b.slot());
                        case MULTIPLY -> share(device, f, 1, dy, a.buffer(), b.slot());
                        case DIVIDE -> shareOfDivisor(device, dy, y.buffer(), b.buffer(), b.slot());
                    }
                }
            });
        }
        return y;
    }

    private static void saveFor(Binary f, Tensor a, Tensor b, Tensor y) {
        switch (f) {
            case ADD, SUBTRACT -> {
            }
            case MULTIPLY -> {
                a.save();
                b.save();
            }
            case DIVIDE -> {
                b.save();
                y.save();
            }
        }
    }

    /** Adds sign · g to a gradient, summed over the repeats of its tensor. */
    private static void share(Device device, int sign, Buffer g, Gradient target) {
        Ops ops = device.ops();
        boolean accumulate = target.accumulates();
        Buffer to = target.target();
        if (to.length() == g.length()) {
            ops.affine(sign, 0, g, accumulate, to);
        } else if (sign == 1) {
            ops.columnSums(g, accumulate, to);
        } else {
            device.withScratch(to.length(), sums -> {
                ops.columnSums(g, false, sums);
                ops.affine(sign, 0, sums, accumulate, to);
            });
        }
    }

    /** Adds sign · f(g, other) to a gradient, summed over the repeats of its tensor. */
    private static void share(Device device, Binary f, int sign, Buffer g, Buffer other, Gradient target) {
        if (sign == 1 && target.length() == g.length()) {
            boolean accumulate = target.accumulates();
            device.ops().binary(f, g, other, accumulate, target.target());
        } else {
            device.withScratch(g.length(), product -> {
                device.ops().binary(f, g, other, false, product);
                share(device, sign, product, target);
            });
        }
    }

    /** d(a / b) / db = -y / b. */
    private static void shareOfDivisor(Device device, Buffer dy, Buffer y, Buffer b, Gradient target) {
        device.withScratch(dy.length(), scaled -> {
            device.ops().binary(Binary.MULTIPLY, dy, y, false, scaled);
            share(device, Binary.DIVIDE, -1, scaled, b, target);
        });
    }
}
