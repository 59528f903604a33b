package dev.cairn.cli;

import dev.cairn.nn.Gelu;
import dev.cairn.nn.Identity;
import dev.cairn.nn.Layer;
import dev.cairn.nn.LeakyRelu;
import dev.cairn.nn.Relu;
import dev.cairn.nn.ScaledTanh;
import dev.cairn.nn.Sigmoid;
import dev.cairn.nn.Tanh;

/** The activations of the command line. */
enum ActivationName {
    RELU, LEAKY_RELU, GELU, SIGMOID, TANH, SCALED_TANH, LINEAR;

    Layer layer() {
        return switch (this) {
            case RELU -> new Relu();
            case LEAKY_RELU -> new LeakyRelu();
            case GELU -> new Gelu();
            case SIGMOID -> new Sigmoid();
            case TANH -> new Tanh();
            case SCALED_TANH -> new ScaledTanh();
            case LINEAR -> new Identity();
        };
    }

    /** Whether it cuts half of the values off, which initial weights make up for. */
    boolean isRectifier() {
        return this == RELU || this == LEAKY_RELU || this == GELU;
    }

    @Override
    public String toString() {
        return Choice.nameOf(this);
    }
}
