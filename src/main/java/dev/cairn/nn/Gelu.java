package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = x Φ(x) with the exact normal distribution function Φ (Hendrycks and Gimpel, 2016). */
public final class Gelu extends Activation {
    public Gelu() {
        super(Unary.GELU);
    }
}
