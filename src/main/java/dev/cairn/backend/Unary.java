package dev.cairn.backend;

/**
 * Functions of one element, y = f(x). Those marked "from y" have a gradient that needs only the result, so the operand is
 * not kept alive for the backward pass.
 */
public enum Unary {
    /** y = x. */
    IDENTITY(true),
    /** y = |x|; the gradient at 0 is 0. */
    ABS(false),
    /** y = x². */
    SQUARE(false),
    /** y = √x. */
    SQRT(true),
    /** y = e^x. */
    EXP(true),
    /** y = ln x. */
    LOG(false),
    /** y = 1 / (1 + e^-x). */
    SIGMOID(true),
    /** y = tanh x. */
    TANH(true),
    /** y = 1.7159 tanh(2x / 3) (LeCun et al., "Efficient BackProp", 1998). */
    SCALED_TANH(true),
    /** y = max(x, 0); NaN passes through; the gradient at 0 is 0. */
    RELU(true),
    /** y = x for x > 0, else parameter · x with a parameter above 0 (Maas et al., 2013). */
    LEAKY_RELU(true),
    /**
     * y = x Φ(x) with the exact normal distribution function Φ (Hendrycks and Gimpel, 2016). What it is at infinities is
     * left open.
     */
    GELU(false);

    private final boolean gradientFromResult;

    Unary(boolean gradientFromResult) {
        this.gradientFromResult = gradientFromResult;
    }

    /** Whether f'(x) is computed from y alone; otherwise it is computed from x. */
    public boolean gradientFromResult() {
        return gradientFromResult;
    }
}
