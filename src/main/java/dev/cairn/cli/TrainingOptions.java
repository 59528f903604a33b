package dev.cairn.cli;

import dev.cairn.train.EarlyStopping;
import dev.cairn.train.Trainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The course of a training run. */
final class TrainingOptions {
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

    int epochs(Recipe recipe) {
        int count = epochs == null ? recipe.epochs() : epochs;
        if (count < 1) {
            throw new IllegalArgumentException("epochs " + count + ": must be at least 1");
        }
        return count;
    }

    int evaluationsPerEpoch() {
        return evaluations;
    }

    /** Refuses what no data set could make right, before one is loaded. */
    void check(Recipe recipe, boolean hasValidation) {
        epochs(recipe);
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
        trainer.evaluatePerEpoch(evaluations).restoreBest(restoreBest);
        return patience == null ? trainer : trainer.earlyStopping(EarlyStopping.after(patience));
    }
}
