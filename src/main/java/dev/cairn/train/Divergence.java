package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.data.Batch;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Sequential;
import java.util.Locale;
import java.util.Optional;

/** Explains a loss that was not a finite number: runs its step again and looks where the numbers went. */
final class Divergence {
    private final Layer model;
    private final Loss loss;
    private final Device device;

    Divergence(Layer model, Loss loss) {
        this.model = model;
        this.loss = loss;
        this.device = model.parameters().device();
    }

    /**
     * @param batch that of the step, and the model's step counter set to it
     */
    DivergedException explain(long step, double epoch, double learningRate, Batch batch) {
        try (Scope _ = device.noGrad()) {
            double value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y()).item();
            String where = firstParameter()
                    .or(() -> firstLayer(model, "", batch.x()))
                    .orElse("the loss itself overflows");
            return new DivergedException(String.format(Locale.ROOT,
                    "training diverged: the loss is %s at step %d (epoch %.2f, learning rate %s); %s. Lower the learning rate,"
                            + " clip the gradients, or scale the inputs",
                    Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : Double.toString(value), step, epoch,
                    learningRate, where));
        }
    }

    private Optional<String> firstParameter() {
        for (Parameter parameter : model.parameters()) {
            if (!isFinite(parameter)) {
                return Optional.of("parameter " + parameter.name() + " holds numbers that are not finite");
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstLayer(Layer layer, String path, Tensor x) {
        if (!isFinite(x)) {
            return Optional.of("the inputs hold numbers that are not finite");
        }
        if (!(layer instanceof Sequential)) {
            return isFinite(layer.forward(x, Mode.TRAIN))
                    ? Optional.empty()
                    : Optional.of("layer " + path + layer + " is the first with numbers that are not finite");
        }
        Tensor y = x;
        int i = 0;
        for (Layer child : layer.children()) {
            Optional<String> found = firstLayer(child, path + i++ + " ", y);
            if (found.isPresent()) {
                return found;
            }
            y = child.forward(y, Mode.TRAIN);
        }
        return Optional.empty();
    }

    private static boolean isFinite(Tensor x) {
        for (float value : x.toArray()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
