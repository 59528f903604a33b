package dev.cairn.nn;

import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Segments;
import dev.cairn.backend.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of one model on one device: slices of one block of values, those that learn first, and of one block of
 * gradients, so that an optimizer updates the whole model at once. It also counts the model's training steps, in device
 * memory.
 */
public final class Parameters implements Iterable<Parameter> {
    /** Slices start at multiples of this many elements: 256 bytes of float32. */
    private static final int ALIGNMENT = 64;

    private final Layer root;
    private final Device device;
    private final long seed;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final Parameter[] learning;
    private final int[] offsets;
    private final Tensor values;
    private final Tensor gradients;
    private final Tensor counter;
    private final int[] draws;
    private final Runnable counting = () -> this.step++;
    private long step;
    private boolean constant;

    private Parameters(Layer root, Device device, long seed, Map<String, Layer.Declared> declared, int layers) {
        this.root = root;
        this.device = device;
        this.seed = seed;
        declared.forEach((name, d) -> byName.put(name, d.parameter()));
        this.learning = byName.values().stream().distinct().filter(Parameter::learns)
                .toArray(Parameter[]::new);
        List<Parameter> inMemory = new ArrayList<>(List.of(learning));
        byName.values().stream().distinct().filter(p -> !p.learns()).forEach(inMemory::add);
        this.offsets = new int[learning.length];
        long total = 0;
        long learningTotal = 0;
        int[] starts = new int[inMemory.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Math.toIntExact(total);
            total += roundUp(inMemory.get(i).shape().elements());
            if (i < offsets.length) {
                offsets[i] = starts[i];
                learningTotal = total;
            }
        }
        values = device.lasting("parameters", Shape.of(Math.max(1, Math.toIntExact(total))), ElementType.REAL).fill(0);
        gradients = device.lasting("gradients", Shape.of(Math.max(1, Math.toIntExact(learningTotal))), ElementType.REAL)
                .fill(0);
        counter = device.lasting("step", Shape.of(2), ElementType.INT32);
        draws = new int[layers];
        device.ops().fill(0, counter.buffer());
        bindAll(inMemory, starts);
    }

    private static int roundUp(int elements) {
        return Math.multiplyExact(Math.ceilDiv(elements, ALIGNMENT), ALIGNMENT);
    }

    private void bindAll(List<Parameter> inMemory, int[] starts) {
        Map<Parameter, String> names = new LinkedHashMap<>();
        byName.forEach((name, parameter) -> names.put(parameter, name));
        for (int i = 0; i < starts.length; i++) {
            Parameter parameter = inMemory.get(i);
            int elements = parameter.shape().elements();
            Buffer slice = values.buffer().slice(starts[i], elements);
            parameter.bind(device, names.getOrDefault(parameter, parameter.name()), slice,
                    parameter.learns() ? gradients.buffer().slice(starts[i], elements) : null);
        }
    }

    static Parameters bind(Layer root, Device device, long seed) {
        Map<String, Layer.Declared> declared = new LinkedHashMap<>();
        List<Layer> layers = new ArrayList<>();
        collect("", root, declared, layers);
        layers.forEach(layer -> layer.requireFreeFor(root));
        root.release();
        Parameters parameters = device
                .allOrNothing(() -> new Parameters(root, device, seed, declared, layers.size()));
        int number = 0;
        for (Layer layer : layers) {
            layer.bound(parameters, number++);
        }
        try {
            int stream = 0;
            for (Layer.Declared d : declared.values()) {
                parameters.fill(d, stream++);
            }
            return parameters;
        } catch (RuntimeException e) {
            root.release();
            throw e;
        }
    }

    private static void collect(String prefix, Layer layer, Map<String, Layer.Declared> declared, List<Layer> layers) {
        layers.add(layer);
        for (Layer.Named<Layer.Declared> d : layer.declared()) {
            if (declared.put(prefix + d.name(), d.value()) != null) {
                throw new IllegalArgumentException("initialize: two parameters are named " + prefix + d.name());
            }
        }
        for (Layer.Named<Layer> child : layer.namedChildren()) {
            collect(prefix + child.name() + ".", child.value(), declared, layers);
        }
    }

    private void fill(Layer.Declared d, int stream) {
        Shape shape = d.parameter().shape();
        float[] first = new float[shape.elements()];
        int fanOut = shape.dimension(-1);
        int fanIn = Math.max(1, shape.elements() / fanOut);
        d.initializer().fill(first, fanIn, fanOut, new RandomStream(seed, stream, 0));
        device.ops().upload(first, 0, d.parameter().buffer());
    }

    void release() {
        if (device.isOpen()) {
            if (constant) {
                matrices().forEach(matrix -> device.ops().makeVariable(matrix.buffer()));
            }
            device.release(values);
            device.release(gradients);
            device.release(counter);
            byName.values().forEach(Parameter::unbind);
        }
    }

    /** The model. */
    Layer root() {
        return root;
    }

    // What it holds -----------------------------------------------------------------------------------------------

    public Device device() {
        return device;
    }

    /** The seed of the first values and of every mask. */
    public long seed() {
        return seed;
    }

    /** By the name it has in the model, as {@code 0.weight}. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter is named " + name + "; there are " + byName.keySet());
        }
        return parameter;
    }

    /** Names and parameters, state included, in the order of declaration. */
    public Map<String, Parameter> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /** A group: those that fulfil a condition. */
    public List<Parameter> where(Predicate<Parameter> condition) {
        return byName.values().stream().filter(condition).toList();
    }

    /** The number of elements that learn, frozen ones included. */
    public int count() {
        return Arrays.stream(learning).mapToInt(p -> p.shape().elements()).sum();
    }

    @Override
    public Iterator<Parameter> iterator() {
        return byName.values().iterator();
    }

    /** All values, state included, as one tensor: to copy and put back. */
    public Tensor all() {
        return values;
    }

    /**
     * Ends training: no value changes any more until the model is initialised again. In exchange products of several samples by
     * large weights become faster where a backend keeps them in another order besides: on the CPU, and there only matrices of
     * a million elements and more, which then take twice the memory; {@link Device#memory} does not count it. A
     * {@link dev.cairn.serve.Predictor} does it by itself.
     */
    public void makeConstant() {
        if (!constant) {
            constant = true;
            values.markConstant();
            byName.values().forEach(Parameter::markConstant);
            matrices().forEach(matrix -> device.ops().makeConstant(matrix.buffer()));
        }
    }

    private List<Parameter> matrices() {
        return where(parameter -> parameter.shape().rank() == 2);
    }

    /** Why no value may change any more, after {@link #makeConstant}; else null. */
    public @Nullable String whyNotVariable() {
        return constant
                ? "the parameters of " + root + " were made constant; initialize the model anew to train it"
                : null;
    }

    // For optimizers and layers -----------------------------------------------------------------------------------

    /** The memory of all parameters that learn. */
    public Buffer values() {
        return values.buffer().slice(0, gradients.shape().elements());
    }

    /** The memory of all their gradients, aligned with {@link #values()}. */
    public Buffer gradients() {
        return gradients.buffer();
    }

    /** Where each parameter that learns lies in {@link #values()}, and its settings as they are now. */
    public Segments segments() {
        int n = learning.length;
        int[] lengths = new int[n];
        float[] rates = new float[n];
        float[] l2 = new float[n];
        boolean[] decays = new boolean[n];
        for (int i = 0; i < n; i++) {
            Parameter parameter = learning[i];
            lengths[i] = parameter.shape().elements();
            rates[i] = parameter.isFrozen() ? 0 : parameter.rateFactor();
            l2[i] = parameter.l2();
            decays[i] = parameter.decays();
        }
        return new Segments(offsets, lengths, rates, l2, decays);
    }

    /** A number that moves when the settings of a parameter change. */
    public int settings() {
        int changes = 0;
        for (Parameter parameter : learning) {
            changes += parameter.changes();
        }
        return changes;
    }

    /** The number of steps taken, an INT32 pair (low, high) in device memory. */
    public Buffer counter() {
        return counter.buffer();
    }

    /** The number of steps taken. */
    public long step() {
        return step;
    }

    /** Whether a loss has reached a parameter since the last step. */
    public boolean hasGradients() {
        for (Parameter parameter : learning) {
            if (!parameter.isFrozen() && parameter.slot().value() != null) {
                return true;
            }
        }
        return false;
    }

    /** Fills with zeros the gradients that no loss has reached since the last step. */
    public void completeGradients() {
        for (Parameter parameter : learning) {
            if (!parameter.isFrozen() && parameter.slot().value() == null) {
                device.ops().fill(0, parameter.slot().target());
            }
        }
    }

    /** Forgets all gradients; the next loss starts them anew. */
    public void clearGradients() {
        for (Parameter parameter : learning) {
            parameter.slot().clear();
        }
    }

    /** Ends a step without an update: forgets the gradients and counts on. */
    public void advance() {
        device.ops().advance(counter.buffer());
        endStep();
    }

    /** Ends a step whose update has counted on in device memory: forgets the gradients, and counts on here. */
    public void endStep() {
        abandonStep();
        device.onHost(counting);
    }

    /** Forgets a step that was begun and is not to be ended: gradients and draws start anew. */
    public void abandonStep() {
        clearGradients();
        Arrays.fill(draws, 0);
    }

    /** Goes to a step, as when training resumes. */
    public void advanceTo(long target) {
        step = target;
        Arrays.fill(draws, 0);
        device.ops().upload(new int[] {(int) target, (int) (target >>> 32)}, 0, counter.buffer());
    }

    /** The Philox stream of a layer's next draw in this step. */
    int nextStream(int layer) {
        return Streams.LAYERS + layer + Streams.REDRAW * draws[layer]++;
    }
}
