package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Unary;
import org.jspecify.annotations.Nullable;

/** The matrix product, and the dense layer's product, bias and activation in one. */
public final class MatrixProducts {
    private MatrixProducts() {
    }

    /** [..., k] x [k, n] is [..., n]. */
    public static Tensor matmul(Tensor x, Tensor w) {
        checkOperands("matmul", x, w);
        if (x.shape().rank() == 2) {
            return matmul(x, w, false, false);
        }
        Shape result = x.shape().withLast(w.shape().dimension(1));
        int k = w.shape().dimension(0);
        return matmul(x.reshape(x.shape().elements() / k, k), w, false, false).reshape(result);
    }

    /** op(a) · op(b) for matrices, where op transposes on request. */
    public static Tensor matmul(Tensor a, Tensor b, boolean transA, boolean transB) {
        Operands.requireReal("matmul", a);
        Operands.requireReal("matmul", b);
        Operands.requireSameDevice("matmul", a, b);
        int inner = a.shape().rank() == 2 ? a.shape().dimension(transA ? 0 : 1) : -1;
        if (inner < 0 || b.shape().rank() != 2 || b.shape().dimension(transB ? 1 : 0) != inner) {
            throw new IllegalArgumentException("matmul: " + a.shape() + (transA ? " transposed" : "") + " x "
                    + b.shape()
                    + (transB ? " transposed" : "") + ": the inner dimensions differ; expected [m, k] x [k, n]");
        }
        int m = a.shape().dimension(transA ? 1 : 0);
        int n = b.shape().dimension(transB ? 0 : 1);
        int k = inner;
        Device device = a.device();
        Tensor y = device.allocate("matmul", Shape.of(m, n), ElementType.REAL);
        device.ops().gemm(transA, transB, m, n, k, a.buffer(), b.buffer(), false, y.buffer());
        if (Tape.tracks(a, b)) {
            a.save();
            b.save();
            Tape.record(y, dy -> {
                Ops ops = device.ops();
                if (a.needsGradient()) {
                    Gradient da = a.slot();
                    boolean accumulate = da.accumulates();
                    if (transA) {
                        ops.gemm(transB, true, k, m, n, b.buffer(), dy, accumulate, da.target());
                    } else {
                        ops.gemm(false, !transB, m, k, n, dy, b.buffer(), accumulate, da.target());
                    }
                }
                if (b.needsGradient()) {
                    Gradient db = b.slot();
                    boolean accumulate = db.accumulates();
                    if (transB) {
                        ops.gemm(true, transA, n, k, m, dy, a.buffer(), accumulate, db.target());
                    } else {
                        ops.gemm(!transA, false, k, n, m, a.buffer(), dy, accumulate, db.target());
                    }
                }
            });
        }
        return y;
    }

    /**
     * y = f(x · w + bias) for x [..., in], w [in, out] and a bias [out].
     *
     * @param parameter of f, see {@link Unary}
     */
    public static Tensor dense(Tensor x, Tensor w, @Nullable Tensor bias, Unary f, double parameter) {
        checkOperands("dense", x, w);
        int in = w.shape().dimension(0);
        int out = w.shape().dimension(1);
        if (bias != null && bias.shape().elements() != out) {
            throw new IllegalArgumentException(
                    "dense: " + x.shape() + " x " + w.shape() + " + " + bias.shape() + ": the bias must be [" + out
                            + "]");
        }
        int rows = x.shape().elements() / in;
        Device device = x.device();
        Ops ops = device.ops();
        Shape shape = x.shape().withLast(out);
        Tensor y = device.allocate("dense", shape, ElementType.REAL);
        Tensor z = f.gradientFromResult() ? y : device.allocate("dense", shape, ElementType.REAL);
        ops.gemm(false, false, rows, out, in, x.buffer(), w.buffer(), false, z.buffer());
        ops.biasActivation(f, parameter, bias == null ? null : bias.buffer(), z.buffer(), y.buffer());
        if (Tape.tracks(x, w) || bias != null && bias.needsGradient()) {
            x.save();
            w.save();
            z.save();
            Tape.record(y, dy -> {
                Buffer dz = dy == device.one() ? device.take(1) : dy;
                try {
                    flowThroughActivation(device, f, parameter, z, dy, dz, bias);
                    if (w.needsGradient()) {
                        Gradient dw = w.slot();
                        device.ops().gemm(true, false, in, out, rows, x.buffer(), dz, dw.accumulates(), dw.target());
                    }
                    if (x.needsGradient()) {
                        Gradient dx = x.slot();
                        device.ops().gemm(false, true, rows, in, out, dz, w.buffer(), dx.accumulates(), dx.target());
                    }
                } finally {
                    if (dz != dy) {
                        device.give(dz);
                    }
                }
            });
        }
        return y;
    }

    private static void flowThroughActivation(Device device, Unary f, double parameter, Tensor saved, Buffer dy,
            Buffer dz, @Nullable Tensor bias) {
        if (bias != null && bias.needsGradient()) {
            Gradient dbias = bias.slot();
            device.ops().biasActivationGradient(f, parameter, saved.buffer(), dy, dz, dbias.accumulates(),
                    dbias.target());
        } else {
            device.ops().biasActivationGradient(f, parameter, saved.buffer(), dy, dz, false, null);
        }
    }

    private static void checkOperands(String operation, Tensor x, Tensor w) {
        Operands.requireReal(operation, x);
        Operands.requireReal(operation, w);
        Operands.requireSameDevice(operation, x, w);
        if (w.shape().rank() != 2 || x.shape().dimension(-1) != w.shape().dimension(0)) {
            throw new IllegalArgumentException(operation + ": " + x.shape() + " x " + w.shape()
                    + ": the inner dimensions differ; expected [..., k] x [k, n]");
        }
    }
}
