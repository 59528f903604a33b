package dev.cairn.nn;

import dev.cairn.backend.RandomStream;

/**
 * How a parameter's first values are made: on the host, in float32, so that every backend starts from the same bits.
 *
 * @see Initializers
 */
@FunctionalInterface
public interface Initializer {
    /**
     * Fills the values.
     *
     * @param fanIn  how many inputs one output of the layer sums
     * @param fanOut how many outputs one input reaches
     * @param random the parameter's own stream
     */
    void fill(float[] values, int fanIn, int fanOut, RandomStream random);
}
