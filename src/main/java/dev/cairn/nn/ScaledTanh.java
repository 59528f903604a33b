package dev.cairn.nn;

import dev.cairn.backend.Unary;

/** y = 1.7159 tanh(2x / 3), which keeps the variance of normalised features (LeCun et al., "Efficient BackProp", 1998). */
public final class ScaledTanh extends Activation {
    public ScaledTanh() {
        super(Unary.SCALED_TANH);
    }
}
