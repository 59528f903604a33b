package dev.cairn.nn;

import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A function of a tensor with parameters of its own. A layer says in its constructor which parameters and inner layers it
 * has, and in {@link #forward} what it computes; the gradient follows from the operations it uses. It keeps nothing
 * between calls.
 *
 * <pre>{@code
 * final class Gain extends Layer {                                    // a factor for each feature
 *     private final Parameter gain;
 *
 *     Gain(int features) {
 *         gain = parameter("gain", Shape.of(features), Initializers.constant(1));
 *     }
 *
 *     public Tensor forward(Tensor x, Mode mode) {
 *         return x.multiply(gain);
 *     }
 * }
 * }</pre>
 */
public abstract class Layer {
    record Named<T>(String name, T value) {
    }

    record Declared(Parameter parameter, Initializer initializer) {
    }

    private final List<Named<Declared>> declared = new ArrayList<>();
    private final List<Named<Layer>> children = new ArrayList<>();
    private @Nullable Parameters model;
    private int number;

    /** The result for a batch x, whose first dimension counts the samples. */
    public abstract Tensor forward(Tensor x, Mode mode);

    /**
     * The shape of one sample's result, batch dimension left out, for one of this input shape. The default is the input's
     * shape.
     *
     * @throws IllegalArgumentException if the layer does not take such samples
     */
    public Shape outputShape(Shape input) {
        return input;
    }

    /** Declares a parameter that learns; for the constructor. */
    protected final Parameter parameter(String name, Shape shape, Initializer initializer) {
        return declare(name, Parameter.learning(name, shape), initializer);
    }

    /** Declares state that is saved with the model but that no gradient reaches; for the constructor. */
    protected final Parameter state(String name, Shape shape, double value) {
        return state(name, shape, Initializers.constant(value));
    }

    /** Declares state that is saved with the model but that no gradient reaches; for the constructor. */
    protected final Parameter state(String name, Shape shape, Initializer initializer) {
        return declare(name, Parameter.state(name, shape), initializer);
    }

    private Parameter declare(String name, Parameter parameter, Initializer initializer) {
        declared.add(new Named<>(name, new Declared(parameter, initializer)));
        return parameter;
    }

    /** Declares an inner layer, whose parameters are this layer's too, under {@code name.}; for the constructor. */
    protected final <L extends Layer> L child(String name, L layer) {
        children.add(new Named<>(name, layer));
        return layer;
    }

    /**
     * Gives all parameters memory on a device and their first values. A layer that was initialised before moves, and
     * starts anew.
     *
     * @param seed decides every first value and every dropout mask
     */
    public final Parameters initialize(Device device, long seed) {
        return Parameters.bind(this, device, seed);
    }

    /**
     * All parameters of the model that was initialised: those of this layer and the layers inside it, in the order of
     * declaration. For a layer inside a model, the whole model's.
     *
     * @throws IllegalStateException before {@link #initialize}
     */
    public final Parameters parameters() {
        if (model == null) {
            throw new IllegalStateException(
                    name() + " has no parameters yet; call initialize(device, seed) on the whole model first");
        }
        return model;
    }

    /**
     * Gives the memory of a model back to its device; it can be initialised again.
     *
     * @throws IllegalStateException for a layer inside a model, whose memory is the whole model's
     */
    public final void release() {
        if (model != null) {
            if (model.root() != this && model.device().isOpen()) {
                throw new IllegalStateException("release: " + this + " is a layer of " + model.root()
                        + ", which is initialised; release() that model");
            }
            model.release();
            unbind(model);
        }
    }

    private void unbind(Parameters from) {
        if (model == from) {
            model = null;
        }
        children.forEach(child -> child.value().unbind(from));
    }

    /** A layer serves one initialised model at a time. */
    final void requireFreeFor(Layer root) {
        if (model != null && model.root() != root && model.device().isOpen()) {
            throw new IllegalStateException("initialize: " + this + " is a layer of " + model.root()
                    + ", which is initialised; release() that model first, or make another layer");
        }
    }

    /** Whether {@link #initialize} has been called on it or a layer around it. */
    public final boolean isInitialized() {
        return model != null;
    }

    /** Keeps all parameters inside from learning. */
    public final Layer freeze() {
        everyParameter().forEach(Parameter::freeze);
        return this;
    }

    /** Lets all parameters inside learn again. */
    public final Layer unfreeze() {
        everyParameter().forEach(Parameter::unfreeze);
        return this;
    }

    /** Sets the strength λ of the penalty λ Σ w² on all weights inside: parameters of rank 2 or more, not biases. */
    public final Layer l2(double strength) {
        everyParameter().stream().filter(p -> p.shape().rank() > 1).forEach(p -> p.l2(strength));
        return this;
    }

    /** Sets the factor on the learning rate of all parameters inside. */
    public final Layer rateFactor(double factor) {
        everyParameter().forEach(p -> p.rateFactor(factor));
        return this;
    }

    /** All parameters inside, before and after {@link #initialize}; one that is used twice comes twice. */
    final List<Parameter> everyParameter() {
        List<Parameter> all = new ArrayList<>();
        declared.forEach(d -> all.add(d.value().parameter()));
        children.forEach(c -> all.addAll(c.value().everyParameter()));
        return all;
    }

    /** All parameters inside by the names they have in a model of this layer, before and after {@link #initialize}. */
    public final SequencedMap<String, Parameter> namedParameters() {
        SequencedMap<String, Parameter> named = new LinkedHashMap<>();
        declared.forEach(d -> named.put(d.name(), d.value().parameter()));
        for (Named<Layer> child : children) {
            child.value().namedParameters()
                    .forEach((name, parameter) -> named.put(child.name() + "." + name, parameter));
        }
        return named;
    }

    /** The layer's place in its model, from 0 in the order of declaration. */
    protected final int number() {
        return number;
    }

    /** The kind of layer, as {@code dense}. */
    public String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** As its constructor reads, such as {@code Dropout(0.3)}; the class's name unless the layer says more. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    /**
     * A table of the layers with output shapes and parameter counts.
     *
     * @param input the shape of one sample, batch dimension left out
     * @throws IllegalArgumentException where the layers do not fit the samples or each other
     */
    public final String summary(Shape input) {
        return Summary.of(this, input);
    }

    /** The inner layers, in the order of declaration. */
    public final List<Layer> children() {
        return children.stream().map(Named::value).toList();
    }

    /** The first layer of this network, itself included, that is not one of the library's: nobody knows what it does. */
    public final Optional<Layer> firstOwn() {
        return getClass().getPackage().equals(Layer.class.getPackage())
                ? children().stream().map(Layer::firstOwn).flatMap(Optional::stream).findFirst()
                : Optional.of(this);
    }

    final List<Named<Declared>> declared() {
        return declared;
    }

    final List<Named<Layer>> namedChildren() {
        return children;
    }

    final void bound(Parameters to, int place) {
        model = to;
        number = place;
    }
}
