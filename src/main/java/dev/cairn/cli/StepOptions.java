package dev.cairn.cli;

import dev.cairn.loss.Loss;
import dev.cairn.loss.Losses;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What one step of training works on, and towards. */
final class StepOptions {
    @Option(names = "--loss", paramLabel = "NAME", description = {
        "softmax-cross-entropy, binary-cross-entropy, mse, sum-of-squares, mae or huber. Default: softmax-cross-entropy for classes, mse for numbers."})
    private @Nullable String loss;

    @Option(names = "--label-smoothing", paramLabel = "SHARE",
            description = "softmax-cross-entropy: how much of each label is spread over all classes. Default: 0.")
    private @Nullable Double labelSmoothing;

    @Option(names = "--batch-size", paramLabel = "N", description = "Samples a step; 1 for online learning.")
    private @Nullable Integer batchSize;

    @Option(names = "--shuffle", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Whether each epoch has the training samples in a new order. Default: yes.")
    private boolean shuffle = true;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Decides all random choices: the same seed gives the same result. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    long seed() {
        return seed;
    }

    boolean shuffles() {
        return shuffle;
    }

    /** The batch size that was asked for, or the recipe's. */
    int batchSize(Recipe recipe) {
        int size = batchSize == null ? recipe.batchSize() : batchSize;
        if (size < 1) {
            throw new IllegalArgumentException("batch size " + size + ": must be at least 1");
        }
        return size;
    }

    /** The batch size for so many samples: the recipe's is never too large for them. */
    int batchSize(Recipe recipe, int samples) {
        return batchSize == null ? Math.min(batchSize(recipe), samples) : batchSize(recipe);
    }

    Loss loss(boolean isClassification) {
        Loss chosen = loss == null
                ? isClassification ? new SoftmaxCrossEntropy() : new MeanSquaredError()
                : Losses.named(loss);
        if (!isClassification && chosen instanceof SoftmaxCrossEntropy) {
            throw new IllegalArgumentException("loss " + chosen + ": is for classes; numbers take mse, mae or huber");
        }
        if (labelSmoothing == null) {
            return chosen;
        }
        if (!(chosen instanceof SoftmaxCrossEntropy crossEntropy)) {
            throw new IllegalArgumentException(
                    "--label-smoothing is for --loss softmax-cross-entropy, not " + chosen);
        }
        return crossEntropy.labelSmoothing(labelSmoothing);
    }

    /** Refuses what no data set could make right, before one is loaded. */
    void check(Recipe recipe) {
        batchSize(recipe);
        if (loss != null) {
            Losses.named(loss);
        }
    }
}
