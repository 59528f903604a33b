package dev.cairn.io;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Networks;
import dev.cairn.serve.Predictor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A trained model as a file that needs nothing else: the network as text, the weights named and laid out as PyTorch's state
 * dict (a dense weight is [out, in] there), and a {@link ModelCard}.
 *
 * <pre>{@code
 * ModelFile.of(model, card).write(Path.of("model.safetensors"));
 * ModelFile file = ModelFile.read(Path.of("model.safetensors"));
 * Layer model = file.open(device);                        // to go on training, or
 * Predictor predictor = file.predictor(Backend.AUTO);     // to serve
 * }</pre>
 *
 * @param network what {@link Networks#parse} builds the network from
 * @param card    how it is used
 * @param weights as they are stored, by the names of the network's parameters
 */
public record ModelFile(String network, ModelCard card, SequencedMap<String, StoredTensor> weights) {
    public ModelFile {
        weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    }

    /**
     * The present state of a model, copied to the host.
     *
     * @param model initialised, of built-in layers alone
     * @throws IllegalArgumentException if a layer is not built in, so that a file cannot describe it
     */
    public static ModelFile of(Layer model, ModelCard card) {
        String network = model.toString();
        try {
            Networks.parse(network);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a model file describes networks of built-in layers alone, not " + network
                            + ": " + e.getMessage(),
                    e);
        }
        SequencedMap<String, StoredTensor> weights = new LinkedHashMap<>();
        model.parameters().byName().forEach((name, parameter) -> {
            float[] values = parameter.toArray();
            weights.put(name, parameter.isStoredTransposed()
                    ? new StoredTensor(storedShape(parameter), transposed(values, parameter.shape()))
                    : new StoredTensor(parameter.shape(), values));
        });
        return new ModelFile(network, card, weights);
    }

    /** As a safetensors file holds it. */
    public Safetensors toSafetensors() {
        return ModelCardText.write(network, card, weights);
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws CairnException if it cannot be written
     */
    public void write(Path file) {
        toSafetensors().write(file);
    }

    /**
     * Reads a file that need not be trusted.
     *
     * @throws CairnException naming the file and what is wrong: it cannot be read, is not a model of Cairn, or network,
     *                        weights and samples do not fit each other
     */
    public static ModelFile read(Path file) {
        Safetensors contents = Safetensors.read(file);
        ModelCard card = ModelCardText.read(file, contents);
        String network = contents.metadata().get(ModelCardText.NETWORK);
        if (network == null) {
            throw new CairnException(file + " is not a complete model of Cairn: its metadata has no "
                    + ModelCardText.NETWORK);
        }
        SequencedMap<String, StoredTensor> weights = new LinkedHashMap<>(contents.tensors());
        weights.remove(ModelCardText.SCALE);
        weights.remove(ModelCardText.SHIFT);
        checkFit(file, parse(file, network), card, weights);
        return new ModelFile(network, card, weights);
    }

    private static Layer parse(Path file, String network) {
        try {
            return Networks.parse(network);
        } catch (IllegalArgumentException e) {
            throw new CairnException(file + ": its network cannot be built: "
                    + ModelCardText.clean(String.valueOf(e.getMessage())) + "; it reads "
                    + ModelCardText.clean(network), e);
        }
    }

    private static void checkFit(Path file, Layer model, ModelCard card, Map<String, StoredTensor> weights) {
        Map<String, Parameter> parameters = model.namedParameters();
        parameters.forEach((name, parameter) -> {
            StoredTensor stored = weights.get(name);
            if (stored == null) {
                throw new CairnException(file + ": tensor " + name + " is missing; the network "
                        + ModelCardText.clean(model.toString()) + " needs it with shape " + storedShape(parameter));
            }
            if (!stored.shape().equals(storedShape(parameter))) {
                throw new CairnException(file + ": tensor " + name + " has shape " + stored.shape()
                        + ", but the network needs " + storedShape(parameter));
            }
        });
        List<String> surplus = new ArrayList<>(weights.keySet());
        surplus.removeAll(parameters.keySet());
        if (!surplus.isEmpty()) {
            throw new CairnException(file + ": tensor " + ModelCardText.clean(surplus.getFirst())
                    + " belongs to no layer of the network " + ModelCardText.clean(model.toString()));
        }
        checkSamples(file, model, card);
    }

    private static void checkSamples(Path file, Layer model, ModelCard card) {
        int outputs;
        try {
            outputs = model.outputShape(card.sampleShape()).elements();
        } catch (IllegalArgumentException e) {
            throw new CairnException(file + ": the network does not take samples of shape " + card.sampleShape() + ": "
                    + ModelCardText.clean(String.valueOf(e.getMessage())), e);
        }
        if (!card.classNames().isEmpty() && outputs != card.classNames().size()) {
            throw new CairnException(file + ": the network has " + outputs + " outputs, but there are "
                    + card.classNames().size() + " names of classes");
        }
    }

    /** Builds the model on a device, with these weights. */
    public Layer open(Device device) {
        Layer model = Networks.parse(network);
        model.initialize(device, 0).byName().forEach((name, parameter) -> {
            StoredTensor stored = weights.get(name);
            if (stored == null) {
                throw new IllegalStateException("open: no weight is named " + name);
            }
            parameter.set(parameter.isStoredTransposed()
                    ? transposed(stored.values(), stored.shape())
                    : stored.values());
        });
        return model;
    }

    /** The model, ready to answer from many threads, on a device of its own. */
    public Predictor predictor(Backend backend) {
        return predictor(backend, DeviceOptions.defaults());
    }

    /** The model, ready to answer from many threads, on a device of its own that is opened with options. */
    public Predictor predictor(Backend backend, DeviceOptions options) {
        try (Device device = Device.open(backend, options)) {
            return Predictor.of(open(device), card.sampleShape(), card.normalisation(), device.backend(),
                    device.options());
        }
    }

    private static Shape storedShape(Parameter parameter) {
        Shape shape = parameter.shape();
        return parameter.isStoredTransposed() ? Shape.of(shape.dimension(1), shape.dimension(0)) : shape;
    }

    /** A matrix of this shape, row-major, with rows and columns exchanged. */
    private static float[] transposed(float[] values, Shape shape) {
        int rows = shape.dimension(0);
        int columns = shape.dimension(1);
        float[] result = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = values[i * columns + j];
            }
        }
        return result;
    }
}
