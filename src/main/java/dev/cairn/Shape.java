package dev.cairn;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's dimensions, outermost first. A shape has one to four dimensions of at least one element, and at
 * most 2^31 - 1 elements in all; {@code [1]} is the shape of a scalar.
 */
public final class Shape {
    /** The largest number of dimensions. */
    public static final int MAX_RANK = 4;

    /** The shape of a scalar. */
    public static final Shape SCALAR = of(1);

    private final int[] dimensions;
    private final int elements;

    private Shape(int[] dimensions) {
        if (dimensions.length < 1 || dimensions.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "shape " + text(dimensions) + ": has rank " + dimensions.length + ", allowed are 1 to " + MAX_RANK);
        }
        long product = 1;
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "shape " + text(dimensions) + ": every dimension must be at least 1");
            }
            product *= dimension;
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + text(dimensions) + ": more than 2^31 - 1 elements; use smaller batches");
            }
        }
        this.dimensions = dimensions;
        this.elements = (int) product;
    }

    /** A shape of these dimensions. */
    public static Shape of(int... dimensions) {
        return new Shape(dimensions.clone());
    }

    /** The number of dimensions, 1 to 4. */
    public int rank() {
        return dimensions.length;
    }

    /** The size of one dimension; negative indices count from the end, as in {@code dimension(-1)}. */
    public int dimension(int index) {
        int position = index < 0 ? index + dimensions.length : index;
        if (position < 0 || position >= dimensions.length) {
            throw new IllegalArgumentException("shape " + this + ": has no dimension " + index);
        }
        return dimensions[position];
    }

    /** The product of all dimensions. */
    public int elements() {
        return elements;
    }

    /** The size of the first dimension: for a batch, the number of samples. */
    public int rows() {
        return dimensions[0];
    }

    /** The number of elements behind one index of the first dimension. */
    public int columns() {
        return elements / dimensions[0];
    }

    /** All dimensions, as a fresh array. */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /** This shape with another first dimension. */
    public Shape withRows(int rows) {
        if (rows == dimensions[0]) {
            return this;
        }
        int[] changed = dimensions.clone();
        changed[0] = rows;
        return new Shape(changed);
    }

    /** This shape with another last dimension. */
    public Shape withLast(int last) {
        int[] changed = dimensions.clone();
        changed[changed.length - 1] = last;
        return new Shape(changed);
    }

    /** This shape with a dimension in front: the shape of {@code rows} samples of this shape. */
    public Shape batch(int rows) {
        int[] batch = new int[dimensions.length + 1];
        batch[0] = rows;
        System.arraycopy(dimensions, 0, batch, 1, dimensions.length);
        return new Shape(batch);
    }

    /** The shape of one row: this shape without its first dimension, or {@code [1]} for rank 1. */
    public Shape row() {
        return dimensions.length == 1
                ? of(1)
                : new Shape(Arrays.copyOfRange(dimensions, 1, dimensions.length));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As {@code [128, 784]}. */
    @Override
    public String toString() {
        return text(dimensions);
    }

    private static String text(int[] dimensions) {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
