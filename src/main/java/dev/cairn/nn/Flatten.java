package dev.cairn.nn;

import dev.cairn.Shape;
import dev.cairn.Tensor;

/** Each sample as a row: [batch, ...] becomes [batch, features]; nothing is copied. */
public final class Flatten extends Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.reshape(x.shape().rows(), x.shape().columns());
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.elements());
    }
}
