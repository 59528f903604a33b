package dev.cairn.cli;

import dev.cairn.loss.Loss;
import dev.cairn.loss.Losses;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.train.EarlyStopping;
import dev.cairn.train.Trainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The course of a training run. */
final class TrainingOptions {
    @Option(names = "--loss", paramLabel = "NAME", description = {
        "softmax-cross-entropy, binary-cross-entropy, mse, sum-of-squares, mae or huber. Default: softmax-cross-entropy for classes, mse for numbers."})
    private @Nullable String loss;

    @Option(names = "--label-smoothing", paramLabel = "SHARE",
            description = "softmax-cross-entropy: how much of each label is spread over all classes. Default: 0.")
    private @Nullable Double labelSmoothing;

    @Option(names = "--batch-size", paramLabel = "N", description = "Samples a step; 1 for online learning.")
    private @Nullable Integer batchSize;

    @Option(names = "--epochs", paramLabel = "N", description = "Times through the training set.")
    private @Nullable Integer epochs;

    @Option(names = "--evaluate-per-epoch", paramLabel = "N", defaultValue = "1",
            description = "Evaluations an epoch. Default: ${DEFAULT-VALUE}.")
    private int evaluations = 1;

    @Option(names = "--early-stopping", paramLabel = "N",
            description = "Stop when N evaluations in a row bring no lower validation loss.")
    private @Nullable Integer patience;

    @Option(names = "--restore-best", description = "End with the weights of the lowest validation loss.")
    private boolean restoreBest;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Decides all random choices: the same seed gives the same result. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    long seed() {
        return seed;
    }

    int epochs(Recipe recipe) {
        int count = epochs == null ? recipe.epochs() : epochs;
        if (count < 1) {
            throw new IllegalArgumentException("epochs " + count + ": must be at least 1");
        }
        return count;
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
    void check(Recipe recipe, boolean hasValidation) {
        epochs(recipe);
        if (loss != null) {
            Losses.named(loss);
        }
        if (!hasValidation && (patience != null || restoreBest)) {
            throw new IllegalArgumentException((patience != null ? "--early-stopping" : "--restore-best")
                    + " watches the validation loss: split samples off with --validation, as in --validation 0.1");
        }
        if (patience != null) {
            EarlyStopping.after(patience);
        }
    }

    /** Sets what belongs to the course of the run. */
    Trainer configure(Trainer trainer) {
        trainer.seed(seed).evaluatePerEpoch(evaluations).restoreBest(restoreBest);
        return patience == null ? trainer : trainer.earlyStopping(EarlyStopping.after(patience));
    }
}
