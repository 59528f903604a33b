package dev.cairn.nn;

import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.autodiff.MatrixProducts;
import dev.cairn.backend.Unary;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: y = x · weight + bias for x [batch, in], weight [in, out], bias [out]. Samples of more dimensions
 * whose elements number {@code in}, as images, are taken as rows of {@code in} features.
 */
public final class Dense extends Layer {
    private final int in;
    private final int out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** With a bias of zeros and {@linkplain Initializers#glorotUniform() Glorot's uniform} weights. */
    public Dense(int in, int out) {
        this(in, out, Initializers.glorotUniform());
    }

    /** With a bias of zeros. */
    public Dense(int in, int out, Initializer weights) {
        this(in, out, weights, true);
    }

    public Dense(int in, int out, Initializer weights, boolean withBias) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("Dense: " + in + " to " + out + " features; both must be at least 1");
        }
        this.in = in;
        this.out = out;
        weight = parameter("weight", Shape.of(in, out), weights).storedTransposed();
        bias = withBias ? parameter("bias", Shape.of(out), Initializers.zeros()) : null;
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return forward(x, Unary.IDENTITY, 0);
    }

    /** The layer and a function of each element of its result, in one operation. */
    Tensor forward(Tensor x, Unary function, double parameter) {
        boolean flatten = x.shape().dimension(-1) != in && x.shape().columns() == in;
        Tensor rows = flatten ? x.reshape(x.shape().rows(), in) : x;
        return MatrixProducts.dense(rows, weight, bias, function, parameter);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.dimension(-1) == in) {
            return input.withLast(out);
        }
        if (input.elements() == in) {
            return Shape.of(out);
        }
        throw new IllegalArgumentException(this + " takes " + in + " features, got samples of shape " + input);
    }

    @Override
    public String toString() {
        return "Dense(" + in + ", " + out + (bias == null ? ", bias=false)" : ")");
    }
}
