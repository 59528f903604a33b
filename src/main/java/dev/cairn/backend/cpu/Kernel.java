package dev.cairn.backend.cpu;

/**
 * A loop over elements: y[i] = f(a[i], b[i]) for i from {@code from} to {@code to - 1}. All arrays are indexed by the same
 * i, and the loop has no branches, for only then does HotSpot's compiler use vector instructions; {@link Elementwise}
 * brings operands into this form. y may be a or b. This is also the place for faster implementations of single loops.
 */
@FunctionalInterface
interface Kernel {
    /**
     * @param p    a parameter of the function
     * @param q    another
     * @param b    the second operand; where there is none, the first again
     * @param work {@link Scratch#TILE} numbers for intermediate results; no call covers more elements
     */
    void apply(double p, double q, float[] a, float[] b, float[] y, int from, int to, double[] work);
}
