package dev.cairn.nn;

import dev.cairn.Shape;
import dev.cairn.Tensor;
import java.util.List;

/** Layers one after the other. Parameters are named by position, as in PyTorch: {@code 0.weight}, {@code 0.bias}, ... */
public final class Sequential extends Layer {
    private final List<Layer> layers;

    public Sequential(Layer... layers) {
        this(List.of(layers));
    }

    public Sequential(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        for (int i = 0; i < layers.size(); i++) {
            child(Integer.toString(i), layers.get(i));
        }
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Dense dense && i + 1 < layers.size()
                    && layers.get(i + 1) instanceof Activation activation) {
                y = dense.forward(y, activation.function(), activation.parameter());
                i++;
            } else {
                y = layers.get(i).forward(y, mode);
            }
        }
        return y;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }
}
