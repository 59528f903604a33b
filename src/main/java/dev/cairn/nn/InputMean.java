package dev.cairn.nn;

import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Subtracts a fixed mean from each sample, usually that of the training set, as the first layer of a model. The mean is
 * state: it is saved with the model and never learns.
 */
public final class InputMean extends Layer {
    private final Shape sample;
    private final Parameter mean;

    /** A mean of zeros for samples of this shape, until a model file or {@link #set} says otherwise. */
    public InputMean(int... sample) {
        this(Shape.of(sample), Initializers.zeros());
    }

    /** With the mean's values in row-major order. */
    public InputMean(Shape sample, float... mean) {
        this(sample, copyOf(sample, mean.clone()));
    }

    private InputMean(Shape sample, Initializer values) {
        this.sample = sample;
        mean = state("mean", sample, values);
    }

    private static Initializer copyOf(Shape sample, float[] mean) {
        if (mean.length != sample.elements()) {
            throw new IllegalArgumentException("InputMean: samples of shape " + sample + " have " + sample.elements()
                    + " elements, but the mean has " + mean.length);
        }
        return (values, fanIn, fanOut, random) -> System.arraycopy(mean, 0, values, 0, values.length);
    }

    /** Sets the mean of an initialised model. */
    public void set(float... values) {
        mean.set(values);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.subtract(mean);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (!input.equals(sample)) {
            throw new IllegalArgumentException(this + " takes samples of shape " + sample + ", got " + input);
        }
        return input;
    }

    @Override
    public String toString() {
        return Arrays.stream(sample.dimensions()).mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "InputMean(", ")"));
    }
}
