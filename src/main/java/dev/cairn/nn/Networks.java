package dev.cairn.nn;

import dev.cairn.files.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Networks as text: what {@link Layer#toString()} of a network of built-in layers says, read back. */
public final class Networks {
    /** What a layer takes, and how it is made of it. */
    private record BuiltIn(String usage, int required, int allowed, List<String> keys,
            Function<LayerText, Layer> make) {
    }

    private static final Map<String, BuiltIn> BUILT_IN = new TreeMap<>();

    static {
        define("Dense", "Dense(in, out[, bias=false])", 2, 2, List.of("bias"),
                text -> new Dense(text.integer(0), text.integer(1), Initializers.glorotUniform(),
                        text.flag("bias", true)));
        define("Identity", "Identity", 0, 0, List.of(), text -> new Identity());
        define("Sigmoid", "Sigmoid", 0, 0, List.of(), text -> new Sigmoid());
        define("Tanh", "Tanh", 0, 0, List.of(), text -> new Tanh());
        define("ScaledTanh", "ScaledTanh", 0, 0, List.of(), text -> new ScaledTanh());
        define("Relu", "Relu", 0, 0, List.of(), text -> new Relu());
        define("LeakyRelu", "LeakyRelu[(slope)]", 0, 1, List.of(),
                text -> text.count() == 0 ? new LeakyRelu() : new LeakyRelu(text.number(0)));
        define("Gelu", "Gelu", 0, 0, List.of(), text -> new Gelu());
        define("Softmax", "Softmax", 0, 0, List.of(), text -> new Softmax());
        define("Dropout", "Dropout(rate)", 1, 1, List.of(), text -> new Dropout(text.number(0)));
        define("BatchNorm", "BatchNorm(features[, epsilon, momentum])", 1, 3, List.of(), Networks::batchNorm);
        define("InputMean", "InputMean(dimension, ...)", 1, 4, List.of(), text -> new InputMean(text.integers()));
        define("Flatten", "Flatten", 0, 0, List.of(), text -> new Flatten());
        define("Sequential", "Sequential(layer, ...)", 1, Integer.MAX_VALUE, List.of(),
                text -> new Sequential(text.arguments().stream().map(Networks::build).toList()));
    }

    private Networks() {
    }

    private static void define(String name, String usage, int required, int allowed, List<String> keys,
            Function<LayerText, Layer> make) {
        BUILT_IN.put(name, new BuiltIn(usage, required, allowed, keys, make));
    }

    private static Layer batchNorm(LayerText text) {
        return switch (text.count()) {
            case 1 -> new BatchNorm(text.integer(0));
            case 3 -> new BatchNorm(text.integer(0), text.number(1), text.number(2));
            default -> throw text.error("BatchNorm takes epsilon and momentum together");
        };
    }

    /** The names of all built-in layers. */
    public static List<String> layers() {
        return List.copyOf(BUILT_IN.keySet());
    }

    /**
     * Builds a network from a text such as {@code Sequential(Dense(784, 64), Relu, Dropout(0.3), Dense(64, 10))}. Weights
     * start by the layers' default initialisers; the text does not tell of frozen parameters or penalties.
     *
     * @throws IllegalArgumentException naming the position of what is wrong; also for layers that are not built in
     */
    public static Layer parse(String text) {
        return build(LayerText.read(text));
    }

    private static Layer build(LayerText text) {
        BuiltIn builtIn = BUILT_IN.get(text.word());
        if (builtIn == null) {
            throw text.error(
                    "layer " + text.word() + " is not built in; " + Suggestion.of(text.word(), layers()) + "there are "
                            + String.join(", ", layers()));
        }
        if (text.count() < builtIn.required || text.count() > builtIn.allowed) {
            throw text.error("expected " + builtIn.usage + ", got " + text.count() + " arguments");
        }
        text.requireKeys(builtIn.keys);
        try {
            return builtIn.make.apply(text);
        } catch (LayerText.Misread e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw text.error(String.valueOf(e.getMessage()));
        }
    }
}
