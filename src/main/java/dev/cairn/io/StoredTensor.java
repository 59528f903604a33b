package dev.cairn.io;

import dev.cairn.Shape;

/**
 * A tensor as a file holds it: numbers on the host.
 *
 * @param shape  its dimensions; a scalar is {@code [1]}
 * @param values row-major, not copied
 */
public record StoredTensor(Shape shape, float[] values) {
    public StoredTensor {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(
                    "stored tensor: shape " + shape + " has " + shape.elements() + " elements, not " + values.length);
        }
    }
}
