package dev.cairn;

import dev.cairn.autodiff.Gradient;
import dev.cairn.backend.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that a model owns: weights and biases that learn, and state that does not, such as running means. It has no
 * memory until its model is bound to a device, and outlives every scope. Settings are fluent and may change at any time; an
 * optimizer follows at its next step.
 */
public final class Parameter extends Tensor {
    private final boolean learns;
    private boolean storedTransposed;
    private boolean frozen;
    private float l2;
    private float rateFactor = 1;
    private boolean decays;
    private int changes;

    private Parameter(String name, Shape shape, boolean learns) {
        super(name, shape);
        this.learns = learns;
        this.decays = shape.rank() > 1;
    }

    /** A parameter that learns. */
    public static Parameter learning(String name, Shape shape) {
        return new Parameter(name, shape, true);
    }

    /** State that is saved with the model but that no gradient reaches. */
    public static Parameter state(String name, Shape shape) {
        return new Parameter(name, shape, false);
    }

    /** Whether it was made to learn, frozen or not. */
    public boolean learns() {
        return learns;
    }

    /** Files hold this matrix transposed: a dense layer's weight is [in, out] here and [out, in] in PyTorch's files. */
    public Parameter storedTransposed() {
        storedTransposed = true;
        return this;
    }

    public boolean isStoredTransposed() {
        return storedTransposed;
    }

    /** No gradient is computed for it, and no optimizer touches it, until {@link #unfreeze()}. */
    public Parameter freeze() {
        frozen = true;
        changes++;
        return this;
    }

    /** Lets it learn again. */
    public Parameter unfreeze() {
        frozen = false;
        changes++;
        return this;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** The strength λ of the penalty λ Σ w², whose gradient 2 λ w is added before each update; default 0. */
    public Parameter l2(double strength) {
        if (!(strength >= 0)) {
            throw new IllegalArgumentException("l2 " + strength + ": must be at least 0");
        }
        l2 = (float) strength;
        changes++;
        return this;
    }

    public float l2() {
        return l2;
    }

    /** A factor on the optimizer's learning rate for this parameter; default 1. */
    public Parameter rateFactor(double factor) {
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("rate factor " + factor + ": must be at least 0");
        }
        rateFactor = (float) factor;
        changes++;
        return this;
    }

    public float rateFactor() {
        return rateFactor;
    }

    /** Whether an optimizer's decoupled weight decay applies to it; default true for rank 2 and more, as is customary. */
    public Parameter decays(boolean whether) {
        decays = whether;
        changes++;
        return this;
    }

    public boolean decays() {
        return decays;
    }

    /** How often its settings were changed, so that an optimizer knows when to read them again. */
    public int changes() {
        return changes;
    }

    /** Whether operations on it are recorded now. */
    @Override
    public boolean needsGradient() {
        return learns && !frozen && device().tape() != null;
    }

    /** Gives it memory on a device; called by the model's set of parameters. */
    public void bind(Device device, String fullName, Buffer values, @Nullable Buffer gradient) {
        bind(device, fullName, values, gradient == null ? null : new Gradient(device, gradient));
    }

    /** Takes its memory away; called by the model's set of parameters. */
    public void unbind() {
        dropMemory();
    }
}
