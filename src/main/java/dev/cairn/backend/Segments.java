package dev.cairn.backend;

/**
 * The parameters inside a model's block: for each its offset and length, the factor on its learning rate (0 for a frozen
 * one, which no update touches), its L2 strength λ (2 λ w is added to the gradient), and whether an optimizer's decoupled
 * weight decay applies to it. The arrays run in parallel and are not copied.
 */
public record Segments(int[] offsets, int[] lengths, float[] rateFactors, float[] l2, boolean[] decays) {
    public int count() {
        return offsets.length;
    }
}
