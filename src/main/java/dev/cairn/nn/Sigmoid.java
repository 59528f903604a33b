package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = 1 / (1 + e^-x). */
public final class Sigmoid extends Activation {
    public Sigmoid() {
        super(Unary.SIGMOID);
    }
}
