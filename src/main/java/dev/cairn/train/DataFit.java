package dev.cairn.train;

import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Layer;

/** Whether a network, its loss and a data set go together: asked before a sample is computed, on every backend alike. */
final class DataFit {
    private DataFit() {
    }

    /**
     * Checks that the network takes the samples and has an output for every class or target.
     *
     * @param operation what the user asked for, as {@code fit}
     * @throws IllegalArgumentException naming the data set and what the network needs instead
     */
    static void require(String operation, Layer model, Loss loss, ArrayDataset data) {
        Shape output;
        try {
            output = model.outputShape(data.sampleShape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(operation + ": the network does not take the samples of data set "
                    + data.name() + ", " + data.sampleShape() + ": " + e.getMessage() + advice(model), e);
        }
        int outputs = output.elements();
        boolean fits = data.targetWidth() > 0 ? outputs == data.targetWidth() : tellsApart(outputs, data.classes());
        if (!fits || output.rank() != 1) {
            throw new IllegalArgumentException(
                    operation + ": the network's output " + output + " does not fit data set "
                            + data.name() + ", which needs " + needed(data) + advice(model));
        }
        if (outputs == 1 && loss instanceof SoftmaxCrossEntropy) {
            throw new IllegalArgumentException(
                    operation + ": the softmax of one output is always 1, so there is nothing"
                            + " to learn; give the network an output for each class, or take BinaryCrossEntropy");
        }
    }

    /** One output tells two classes apart; otherwise each class has its own. */
    private static boolean tellsApart(int outputs, int classes) {
        return outputs == 1 ? classes <= 2 : outputs >= classes;
    }

    /** A layer of the user's own may have forgotten to say what it does to the shape. */
    private static String advice(Layer model) {
        return model.firstOwn().map(layer -> " (if " + layer + " changes the shape, let it override outputShape)")
                .orElse("");
    }

    private static String needed(ArrayDataset data) {
        if (data.targetWidth() > 0) {
            return "[" + data.targetWidth() + "]: one for each target";
        }
        return data.classes() <= 2
                ? "[2], or [1] with BinaryCrossEntropy: " + data.classes() + " classes"
                : "[" + data.classes() + "]: one for each class";
    }
}
