package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = max(x, 0). */
public final class Relu extends Activation {
    public Relu() {
        super(Unary.RELU);
    }
}
