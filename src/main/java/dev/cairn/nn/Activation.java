package dev.cairn.nn;

import dev.cairn.Tensor;
import dev.cairn.backend.Unary;

/** A function of each element. Behind a {@link Dense} a {@link Sequential} computes both in one operation. */
public abstract class Activation extends Layer {
    private final Unary function;
    private final double parameter;

    protected Activation(Unary function) {
        this(function, 0);
    }

    protected Activation(Unary function, double parameter) {
        this.function = function;
        this.parameter = parameter;
    }

    final Unary function() {
        return function;
    }

    final double parameter() {
        return parameter;
    }

    @Override
    public final Tensor forward(Tensor x, Mode mode) {
        return x.apply(function, parameter);
    }
}
