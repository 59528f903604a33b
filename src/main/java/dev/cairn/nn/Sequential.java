package dev.cairn.nn;

import dev.cairn.Shape;
import dev.cairn.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/** Layers one after the other. Parameters are named by position, as in PyTorch: {@code 0.weight}, {@code 0.bias}, ... */
public final class Sequential extends Layer {
    private final List<Layer> layers;

    public Sequential(Layer... layers) {
        this(List.of(layers));
    }

    public Sequential(List<? extends Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("Sequential: needs at least one layer");
        }
        this.layers = List.copyOf(layers);
        for (int i = 0; i < layers.size(); i++) {
            child(Integer.toString(i), layers.get(i));
        }
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor y = x;
        int i = 0;
        try {
            while (i < layers.size()) {
                if (layers.get(i) instanceof Dense dense && i + 1 < layers.size()
                        && layers.get(i + 1) instanceof Activation activation) {
                    y = dense.forward(y, activation.function(), activation.parameter());
                    i += 2;
                } else {
                    y = layers.get(i).forward(y, mode);
                    i++;
                }
            }
        } catch (IllegalArgumentException e) {
            throw at(i, e);
        }
        return y;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            shape = outputShape(i, shape);
        }
        return shape;
    }

    /** The shape behind layer i for this shape before it. */
    Shape outputShape(int i, Shape input) {
        try {
            return layers.get(i).outputShape(input);
        } catch (IllegalArgumentException e) {
            throw at(i, e);
        }
    }

    private static IllegalArgumentException at(int layer, IllegalArgumentException e) {
        return new IllegalArgumentException("layer " + layer + ": " + e.getMessage(), e);
    }

    @Override
    public String toString() {
        return layers.stream().map(Layer::toString).collect(Collectors.joining(", ", "Sequential(", ")"));
    }
}
