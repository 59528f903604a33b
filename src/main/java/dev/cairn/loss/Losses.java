package dev.cairn.loss;

import dev.cairn.files.Suggestion;
import java.util.List;

/** Losses by name, for command lines and files. */
public final class Losses {
    private static final List<String> NAMES = List.of("softmax-cross-entropy", "binary-cross-entropy", "mse",
            "sum-of-squares", "mae", "huber");

    private Losses() {
    }

    /** All names, in the order of a help text. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The loss of a name; what a built-in loss's {@code toString()} says is its name, class weights left out.
     * {@code softmax-cross-entropy:0.1} sets the label smoothing, {@code binary-cross-entropy:3} the weight of positive
     * targets, {@code huber:2} δ.
     *
     * @throws IllegalArgumentException for any other text, naming those there are
     */
    public static Loss named(String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            return withParameter(text.substring(0, colon), text);
        }
        return switch (text) {
            case "softmax-cross-entropy" -> new SoftmaxCrossEntropy();
            case "binary-cross-entropy" -> new BinaryCrossEntropy();
            case "mse" -> new MeanSquaredError();
            case "sum-of-squares" -> new SumOfSquares();
            case "mae" -> new MeanAbsoluteError();
            case "huber" -> new Huber();
            default -> throw unknown(text);
        };
    }

    private static Loss withParameter(String name, String text) {
        double parameter;
        try {
            parameter = Double.parseDouble(text.substring(name.length() + 1));
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        return switch (name) {
            case "softmax-cross-entropy" -> new SoftmaxCrossEntropy().labelSmoothing(parameter);
            case "binary-cross-entropy" -> new BinaryCrossEntropy(parameter);
            case "huber" -> new Huber(parameter);
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("no loss is named " + text + "; " + Suggestion.of(text, NAMES)
                + "there are " + String.join(", ", NAMES)
                + ", also softmax-cross-entropy:SMOOTHING, binary-cross-entropy:POSITIVE_WEIGHT and huber:DELTA");
    }
}
