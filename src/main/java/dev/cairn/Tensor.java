package dev.cairn;

import dev.cairn.autodiff.Elementwise;
import dev.cairn.autodiff.Gradient;
import dev.cairn.autodiff.MatrixProducts;
import dev.cairn.autodiff.Reductions;
import dev.cairn.autodiff.Softmax;
import dev.cairn.autodiff.Tape;
import dev.cairn.backend.Binary;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Unary;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one type in a shape of one to four dimensions, on one device: contiguous and row-major. Operations return new
 * tensors in the innermost open scope; those whose names say so ({@code fill}, {@code set}, {@code addAssign}) change this
 * one. Inside {@link Device#training()} the differentiable ones are recorded.
 *
 * <p>In operations on two tensors the shorter one repeats where its shape is the end of the longer one's shape: a row
 * {@code [n]} (or {@code [1, n]}) over a matrix {@code [m, n]}, a scalar {@code [1]} over anything.
 *
 * <p>An operation whose operands do not fit throws {@link IllegalArgumentException}, naming itself and all shapes; one on
 * a tensor whose scope has been closed throws {@link IllegalStateException}.
 */
public class Tensor {
    private final Shape shape;
    private String name;
    private @Nullable Device device;
    private @Nullable Buffer buffer;
    private @Nullable Scope scope;
    private final @Nullable Tensor base;
    private @Nullable Tape tape;
    private @Nullable Gradient gradient;
    private boolean saved;
    private boolean constant;
    private @Nullable Preparation askedAgain;
    private int classes;

    Tensor(Device device, String name, Shape shape, Buffer buffer, @Nullable Scope scope) {
        this.device = device;
        this.name = name;
        this.shape = shape;
        this.buffer = buffer;
        this.scope = scope;
        this.base = null;
    }

    private Tensor(String name, Shape shape, Tensor viewed, boolean withGradient) {
        this.device = viewed.device;
        this.name = name;
        this.shape = shape;
        this.base = viewed.base();
        this.buffer = null;
        this.tape = withGradient && viewed.needsGradient() ? viewed.device().tape() : null;
    }

    /** A tensor without memory, which {@link #bind} gives it later: a parameter. */
    Tensor(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
        this.base = null;
    }

    // What it is --------------------------------------------------------------------------------------------------

    public final Shape shape() {
        return shape;
    }

    public final ElementType type() {
        return buffer().type();
    }

    /** The device it lives on. */
    public final Device device() {
        if (device == null) {
            throw new IllegalStateException(
                    name + " " + shape
                            + " has no memory yet; bind the model to a device first: model.initialize(device, seed)");
        }
        return device;
    }

    /** The operation that made it, or a parameter's name. */
    public final String name() {
        return name;
    }

    // Reading and writing -----------------------------------------------------------------------------------------

    /** All real elements in row-major order. */
    public final float[] toArray() {
        expect(ElementType.REAL, "toArray");
        float[] values = new float[shape.elements()];
        device().ops().download(buffer(), values);
        return values;
    }

    /** All real elements in row-major order, in double precision where the device computes in it. */
    public final double[] toDoubles() {
        expect(ElementType.REAL, "toDoubles");
        double[] values = new double[shape.elements()];
        device().ops().download(buffer(), values);
        return values;
    }

    /** The elements of an INT32 tensor. */
    public final int[] toInts() {
        expect(ElementType.INT32, "toInts");
        int[] values = new int[shape.elements()];
        device().ops().download(buffer(), values);
        return values;
    }

    /** The elements by rows: the first dimension, and all others together. */
    public final float[][] toMatrix() {
        float[] values = toArray();
        float[][] rows = new float[shape.rows()][shape.columns()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * shape.columns(), rows[i], 0, shape.columns());
        }
        return rows;
    }

    /** The only element of a tensor of one element. */
    public final double item() {
        if (shape.elements() != 1) {
            throw new IllegalArgumentException("item: " + shape + " has " + shape.elements() + " elements, not one");
        }
        expect(ElementType.REAL, "item");
        return toDoubles()[0];
    }

    /** Overwrites every element with one value. */
    public final Tensor fill(double value) {
        device().ops().fill(value, writable("fill"));
        return this;
    }

    /** Overwrites all elements, in row-major order. */
    public final Tensor set(float... values) {
        checkCount("set", values.length);
        device().ops().upload(values, 0, writable("set"));
        return this;
    }

    /** Overwrites all elements in double precision, which only REFERENCE keeps. */
    public final Tensor set(double[] values) {
        checkCount("set", values.length);
        device().ops().upload(values, writable("set"));
        return this;
    }

    /** Adds another tensor of the same shape to this one, in place. */
    public final Tensor addAssign(Tensor other) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException("addAssign: " + shape + " and " + other.shape + " differ");
        }
        device().ops().affine(1, 0, other.buffer(), true, writable("addAssign"));
        return this;
    }

    // Elementwise -------------------------------------------------------------------------------------------------

    public final Tensor add(Tensor other) {
        return Elementwise.binary(Binary.ADD, this, other);
    }

    public final Tensor subtract(Tensor other) {
        return Elementwise.binary(Binary.SUBTRACT, this, other);
    }

    public final Tensor multiply(Tensor other) {
        return Elementwise.binary(Binary.MULTIPLY, this, other);
    }

    public final Tensor divide(Tensor other) {
        return Elementwise.binary(Binary.DIVIDE, this, other);
    }

    public final Tensor add(double value) {
        return Elementwise.affine(this, 1, value);
    }

    public final Tensor subtract(double value) {
        return Elementwise.affine(this, 1, -value);
    }

    public final Tensor multiply(double value) {
        return Elementwise.affine(this, value, 0);
    }

    public final Tensor divide(double value) {
        return Elementwise.affine(this, 1 / value, 0);
    }

    public final Tensor negate() {
        return Elementwise.affine(this, -1, 0);
    }

    public final Tensor abs() {
        return Elementwise.unary(Unary.ABS, 0, this);
    }

    public final Tensor square() {
        return Elementwise.unary(Unary.SQUARE, 0, this);
    }

    public final Tensor sqrt() {
        return Elementwise.unary(Unary.SQRT, 0, this);
    }

    public final Tensor exp() {
        return Elementwise.unary(Unary.EXP, 0, this);
    }

    /** The natural logarithm. */
    public final Tensor log() {
        return Elementwise.unary(Unary.LOG, 0, this);
    }

    public final Tensor sigmoid() {
        return Elementwise.unary(Unary.SIGMOID, 0, this);
    }

    public final Tensor tanh() {
        return Elementwise.unary(Unary.TANH, 0, this);
    }

    public final Tensor relu() {
        return Elementwise.unary(Unary.RELU, 0, this);
    }

    /** A function of each element, by name; the parameter is {@link Unary#LEAKY_RELU}'s slope. */
    public final Tensor apply(Unary function, double parameter) {
        return Elementwise.unary(function, parameter, this);
    }

    // Matrices and rows -------------------------------------------------------------------------------------------

    /** The matrix product: {@code [..., k] x [k, n]} is {@code [..., n]}. */
    public final Tensor matmul(Tensor other) {
        return MatrixProducts.matmul(this, other);
    }

    /**
     * The product of two matrices, either transposed first: {@code [m, k] x [k, n]} is {@code [m, n]} after transposition.
     */
    public final Tensor matmul(Tensor other, boolean transposeThis, boolean transposeOther) {
        return MatrixProducts.matmul(this, other, transposeThis, transposeOther);
    }

    /** The softmax over the last dimension. */
    public final Tensor softmax() {
        return Softmax.softmax(this);
    }

    /** The sum of all elements, {@code [1]}. */
    public final Tensor sum() {
        return Reductions.sum(this);
    }

    /** The mean of all elements, {@code [1]}. */
    public final Tensor mean() {
        return Reductions.sum(this).divide(shape.elements());
    }

    /** The sum over one dimension of a matrix {@code [m, n]}: over 0, the rows, {@code [n]}; over 1 {@code [m]}. */
    public final Tensor sum(int dimension) {
        return Reductions.sum(this, dimension);
    }

    /** The index of the largest element of each row, INT32 {@code [rows]}; the first of equals. */
    public final Tensor argmax() {
        expect(ElementType.REAL, "argmax");
        Tensor indices = device().allocate("argmax", Shape.of(shape.elements() / shape.dimension(-1)),
                ElementType.INT32);
        device().ops().argmaxRows(buffer(), indices.buffer());
        return indices;
    }

    /** The same elements in another shape of equal size; nothing is copied. */
    public final Tensor reshape(int... dimensions) {
        return reshape(Shape.of(dimensions));
    }

    /** The same elements in another shape of equal size; nothing is copied. */
    public final Tensor reshape(Shape target) {
        if (target.elements() != shape.elements()) {
            throw new IllegalArgumentException("reshape: " + shape + " has " + shape.elements() + " elements, " + target
                    + " has " + target.elements());
        }
        return new Tensor(name, target, this, true);
    }

    /** The same elements without their history: no gradient flows back through the result. */
    public final Tensor detach() {
        return new Tensor(name, shape, this, false);
    }

    // Gradients ---------------------------------------------------------------------------------------------------

    /**
     * Computes the gradients of this loss, a tensor of one element, by everything it was made from: parameters add to
     * theirs, ready for an optimizer. Once in a training scope.
     */
    public final void backward() {
        Tape recording = device().tape();
        if (shape.elements() != 1) {
            throw new IllegalArgumentException(
                    "backward: a loss has one element, this is " + shape + "; take its mean() or sum() first");
        }
        if (recording == null) {
            throw new IllegalStateException(
                    "backward: no training scope is open, or it has run in this one; use a device.training() for each step");
        }
        if (!needsGradient()) {
            throw new IllegalStateException("backward: " + name
                    + " depends on nothing that needs a gradient in this training scope (all parameters frozen, or made outside it)");
        }
        recording.backward(this);
    }

    /**
     * Asks for the gradient of a loss by this tensor itself, which {@link #gradient()} gives after the backward pass; call
     * it inside the training scope, before the tensor is used.
     */
    public final Tensor requireGradient() {
        Tape recording = device().tape();
        if (recording == null) {
            throw new IllegalStateException("requireGradient: no training scope is open");
        }
        tape = recording;
        return this;
    }

    /** A copy of the last loss's gradient by a parameter, or by a tensor that {@link #requireGradient() asked} for it. */
    public final Tensor gradient() {
        Buffer values = slot().value();
        if (values == null) {
            throw new IllegalStateException("gradient: " + this + " has none; run backward() first");
        }
        Tensor copy = device().allocate("gradient", shape, ElementType.REAL);
        device().ops().copy(values, copy.buffer());
        return copy;
    }

    /** Whether operations on this tensor are recorded now. */
    public boolean needsGradient() {
        return tape != null && tape == device().tape();
    }

    // For those who write operations ------------------------------------------------------------------------------

    /** The memory. */
    public final Buffer buffer() {
        Buffer memory = base().buffer;
        if (memory == null) {
            throw new IllegalStateException(base().whyNoMemory());
        }
        return memory;
    }

    private String whyNoMemory() {
        if (!device().isOpen()) {
            return this + " is gone: its " + device + " is closed";
        }
        return scope == null
                ? this + " was released; a model's memory goes when it is initialised again, released, or handed to a"
                        + " predictor"
                : this + " was released when its scope was closed; move it outward with Scope.keep";
    }

    /** States that the elements of an INT32 tensor are 0 to {@code classes - 1}, for losses to check. */
    public final Tensor markClasses(int count) {
        classes = count;
        return this;
    }

    /** One more than the largest element an INT32 tensor can have, as far as it is known without reading it; else 0. */
    public final int classes() {
        return base().classes;
    }

    /** Marks that nothing may write to it any more, as long as it has this memory. */
    public final void markConstant() {
        base().constant = true;
    }

    /**
     * Asked before an operation writes to it; a recording asks again before each replay.
     *
     * @throws IllegalStateException if it was made constant
     */
    public final void requireVariable(String operation) {
        Tensor owner = base();
        String obstacle = owner.whyNotVariable();
        if (obstacle != null) {
            throw new IllegalStateException(operation + ": " + obstacle);
        }
        if (owner.askedAgain == null) {
            owner.askedAgain = new Preparation() {
                @Override
                public void run() {
                    // There is nothing to do, only something to ask.
                }

                @Override
                public @Nullable String obstacle() {
                    return owner.whyNotVariable();
                }
            };
        }
        device().prepare(owner.askedAgain);
    }

    private @Nullable String whyNotVariable() {
        return constant ? this + " was made constant with its model; initialize the model anew to change it" : null;
    }

    /** Marks that the backward pass reads this tensor, so that an inner scope's end does not release it. */
    public final void save() {
        base().saved = true;
    }

    /** Where its gradient is collected. */
    public final Gradient slot() {
        Tensor owner = base();
        if (owner.gradient == null) {
            owner.gradient = new Gradient(device(), shape.elements());
        }
        return owner.gradient;
    }

    /** Called by the tape that recorded the operation which made this tensor. */
    public final void recordedOn(Tape recording) {
        tape = recording;
    }

    final Tensor base() {
        return base == null ? this : base;
    }

    final boolean isSaved() {
        return saved;
    }

    final void moveTo(Scope target) {
        scope = target;
        tape = target.tape() == tape ? tape : null;
    }

    final void remove() {
        if (scope != null && buffer != null) {
            scope.remove(this);
            scope = null;
            release();
        }
    }

    final void release() {
        if (gradient != null) {
            gradient.clear();
        }
        if (buffer != null) {
            device().release(buffer);
            buffer = null;
        }
    }

    final void bind(Device to, String fullName, Buffer values, @Nullable Gradient collector) {
        device = to;
        name = fullName;
        buffer = values;
        gradient = collector;
        constant = false;
    }

    final void dropMemory() {
        buffer = null;
        gradient = null;
    }

    private Buffer writable(String operation) {
        expect(ElementType.REAL, operation);
        if (tape != null && needsGradient()) {
            throw new IllegalStateException(operation + ": " + this
                    + " is part of a recorded computation; change it outside the training scope");
        }
        requireVariable(operation);
        return buffer();
    }

    private void expect(ElementType expected, String operation) {
        if (type() != expected) {
            throw new IllegalArgumentException(operation + ": takes " + expected + ", but " + this + " is " + type());
        }
    }

    private void checkCount(String operation, int values) {
        if (values != shape.elements()) {
            throw new IllegalArgumentException(operation + ": " + this + " has " + shape.elements() + " elements, but "
                    + values + " values were given");
        }
    }

    /** As {@code relu [128, 10]}. */
    @Override
    public String toString() {
        return name + " " + shape;
    }
}
