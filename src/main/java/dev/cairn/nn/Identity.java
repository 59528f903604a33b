package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = x: the linear activation. */
public final class Identity extends Activation {
    public Identity() {
        super(Unary.IDENTITY);
    }
}
