package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = tanh x. */
public final class Tanh extends Activation {
    public Tanh() {
        super(Unary.TANH);
    }
}
