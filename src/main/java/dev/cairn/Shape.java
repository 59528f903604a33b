package dev.cairn;

import java.util.Arrays;
import java.util.Objects;

/**
 * The sizes of a tensor's dimensions, outermost first. A shape has one to four dimensions of at least one element, and at
 * most 2^31 - 1 elements in all; {@code [1]} is the shape of a scalar.
 */
public final class Shape {
    /** The largest number of dimensions. */
    public static final int MAX_RANK = 4;

    /** The shape of a scalar. */
    public static final Shape SCALAR = of(1);

    private final int rank;
    private final int first;
    private final int second;
    private final int third;
    private final int fourth;
    private final int elements;

    /** Dimensions behind the rank are 1. Numbers and no array: every operation makes a shape. */
    private Shape(int rank, int first, int second, int third, int fourth) {
        this.rank = rank;
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
        if (first < 1 || second < 1 || third < 1 || fourth < 1) {
            throw new IllegalArgumentException("shape " + this + ": every dimension must be at least 1");
        }
        long plane = (long) first * second;
        long volume = (long) third * fourth;
        if (plane > Integer.MAX_VALUE || volume > Integer.MAX_VALUE || plane * volume > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "shape " + this + ": more than 2^31 - 1 elements; use smaller batches");
        }
        this.elements = (int) (plane * volume);
    }

    /** A shape of these dimensions. */
    public static Shape of(int... dimensions) {
        int rank = dimensions.length;
        if (rank < 1 || rank > MAX_RANK) {
            throw new IllegalArgumentException("shape " + Arrays.toString(dimensions) + ": has rank " + rank
                    + ", allowed are 1 to " + MAX_RANK);
        }
        return new Shape(rank, dimensions[0], rank > 1 ? dimensions[1] : 1, rank > 2 ? dimensions[2] : 1,
                rank > 3 ? dimensions[3] : 1);
    }

    /** A shape of one dimension. */
    public static Shape of(int length) {
        return new Shape(1, length, 1, 1, 1);
    }

    /** The shape of a matrix. */
    public static Shape of(int rows, int columns) {
        return new Shape(2, rows, columns, 1, 1);
    }

    /** The number of dimensions, 1 to 4. */
    public int rank() {
        return rank;
    }

    /** The size of one dimension; negative indices count from the end, as in {@code dimension(-1)}. */
    public int dimension(int index) {
        int position = index < 0 ? index + rank : index;
        if (position < 0 || position >= rank) {
            throw new IllegalArgumentException("shape " + this + ": has no dimension " + index);
        }
        return at(position);
    }

    private int at(int position) {
        return switch (position) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
    }

    /** The product of all dimensions. */
    public int elements() {
        return elements;
    }

    /** The size of the first dimension: for a batch, the number of samples. */
    public int rows() {
        return first;
    }

    /** The number of elements behind one index of the first dimension. */
    public int columns() {
        return elements / first;
    }

    /** All dimensions, as a fresh array. */
    public int[] dimensions() {
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++) {
            dimensions[i] = at(i);
        }
        return dimensions;
    }

    /** This shape with another first dimension. */
    public Shape withRows(int rows) {
        return new Shape(rank, rows, second, third, fourth);
    }

    /** This shape with another last dimension. */
    public Shape withLast(int last) {
        return switch (rank) {
            case 1 -> of(last);
            case 2 -> of(first, last);
            case 3 -> new Shape(3, first, second, last, 1);
            default -> new Shape(4, first, second, third, last);
        };
    }

    /** This shape with a dimension in front: the shape of {@code rows} samples of this shape. */
    public Shape batch(int rows) {
        if (rank == MAX_RANK) {
            throw new IllegalArgumentException("shape " + this + ": a batch of it would have rank " + (MAX_RANK + 1));
        }
        return new Shape(rank + 1, rows, first, second, third);
    }

    /** The shape of one row: this shape without its first dimension, or {@code [1]} for rank 1. */
    public Shape row() {
        return rank == 1 ? of(1) : new Shape(rank - 1, second, third, fourth, 1);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Shape shape && rank == shape.rank && first == shape.first && second == shape.second
                        && third == shape.third && fourth == shape.fourth;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rank, first, second, third, fourth);
    }

    /** As {@code [128, 784]}. */
    @Override
    public String toString() {
        return Arrays.toString(dimensions());
    }
}
