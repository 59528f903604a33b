package dev.cairn.backend;

/** Losses that are a sum over elements of l(p, t), p the prediction and t the target. */
public enum Pointwise {
    /** l = (p - t)². */
    SQUARED,
    /** l = |p - t|; the gradient at 0 is 0. */
    ABSOLUTE,
    /** l = d² / 2 for d = |p - t| up to the parameter δ, beyond it δ (d - δ / 2) (Huber, 1964). */
    HUBER,
    /**
     * l = -w t ln σ(p) - (1 - t) ln(1 - σ(p)) from the logit p, with the parameter w the weight of positive targets;
     * computed as (1 - t) p + (1 + (w - 1) t) (ln(1 + e^-|p|) + max(-p, 0)), finite for every finite p.
     */
    BINARY_CROSS_ENTROPY
}
