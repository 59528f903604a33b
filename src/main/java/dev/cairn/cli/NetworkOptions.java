package dev.cairn.cli;

import dev.cairn.Shape;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Flatten;
import dev.cairn.nn.Initializer;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The network: dense layers, each with what belongs behind it. */
final class NetworkOptions {
    private static final String NO_LAYERS = "none";

    @Option(names = "--hidden", paramLabel = "SIZES",
            description = "The sizes of the hidden layers, as 512,256; none for a linear model.")
    private @Nullable String hidden;

    @Option(names = "--activation", paramLabel = "NAME",
            description = "relu, leaky-relu, gelu, sigmoid, tanh, scaled-tanh or linear, behind each hidden layer.")
    private @Nullable ActivationName activation;

    @Option(names = "--output-activation", paramLabel = "NAME", defaultValue = "linear",
            description = "Behind the last layer, as sigmoid for --loss mse; the other losses of classes take linear outputs. Default: ${DEFAULT-VALUE}.")
    private ActivationName outputActivation = ActivationName.LINEAR;

    @Option(names = "--dropout", paramLabel = "RATE",
            description = "The share of each hidden layer's values that is dropped.")
    private @Nullable Double dropout;

    @Option(names = "--batch-norm", description = "Batch normalisation in front of each activation.")
    private boolean batchNorm;

    @Option(names = "--init", paramLabel = "NAME",
            description = "First weights of all layers: he, he-uniform, glorot, glorot-normal, lecun, truncated-normal, normal, uniform or zeros. Default: he in front of rectifiers, else glorot.")
    private @Nullable InitializerName init;

    /** Refuses what no data set could make right, before one is loaded. */
    void check(Recipe recipe) {
        build(Shape.of(1), 1, recipe);
    }

    /** A network from samples of this shape to so many outputs. */
    Sequential build(Shape sample, int outputs, Recipe recipe) {
        List<Layer> layers = new ArrayList<>();
        if (sample.rank() > 1) {
            layers.add(new Flatten());
        }
        ActivationName function = activation == null ? recipe.activation() : activation;
        double usual = hidden == null ? recipe.dropout() : 0; // tuned for the recipe's own layers
        double rate = dropout == null ? usual : dropout;
        int inputs = sample.elements();
        for (int size : sizes(recipe)) {
            layers.add(new Dense(inputs, size, initializer(function.isRectifier()), !batchNorm));
            if (batchNorm) {
                layers.add(new BatchNorm(size));
            }
            layers.add(function.layer());
            if (rate != 0) {
                layers.add(new Dropout(rate));
            }
            inputs = size;
        }
        layers.add(new Dense(inputs, outputs, initializer(false)));
        if (outputActivation != ActivationName.LINEAR) {
            layers.add(outputActivation.layer());
        }
        return new Sequential(layers);
    }

    private Initializer initializer(boolean beforeRectifier) {
        if (init != null) {
            return init.initializer();
        }
        return beforeRectifier ? Initializers.heNormal() : Initializers.glorotUniform();
    }

    private List<Integer> sizes(Recipe recipe) {
        if (hidden == null) {
            return recipe.hidden();
        }
        String text = hidden.strip();
        if (text.isEmpty() || text.equalsIgnoreCase(NO_LAYERS)) {
            return List.of();
        }
        List<Integer> sizes;
        try {
            sizes = Arrays.stream(text.split(",", -1)).map(size -> Integer.valueOf(size.strip())).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "hidden '" + text + "': must be the sizes of layers, as in 512,256, or none", e);
        }
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("hidden '" + text + "': a layer has at least 1 output");
            }
        }
        return sizes;
    }
}
