package dev.cairn.cli;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Augmentation;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.data.TrainValidation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done to the samples before a network sees them. */
final class PreparationOptions {
    @Option(names = "--grey", negatable = true,
            description = "Turn colour images grey. Default: for svhn and house-numbers.")
    private @Nullable Boolean grey;

    @Option(names = "--scale", paramLabel = "NAME", description = {
        "unit (to 0..1), LOW:HIGH, mean (subtract it), standard (mean 0, deviation 1), per-image, or none; fitted on the training samples alone."})
    private @Nullable String scale;

    @Option(names = "--augment", paramLabel = "CHANGES", defaultValue = "none",
            description = "Random changes to each training image in each epoch, as in shift=2,rotate=10,scale=0.1,noise=0.02,flip,crop=28. Default: ${DEFAULT-VALUE}.")
    private String augment = "none";

    @Option(names = "--validation", paramLabel = "SHARE", defaultValue = "0",
            description = "Split a share (0.1) or a number (5000) of the training samples off for validation. Default: ${DEFAULT-VALUE}.")
    private double validation;

    @Option(names = "--stream", negatable = true,
            description = "Keep the samples in main memory, and bring each batch to the device while it computes. Default: where they would take more than half of its free memory (never on the CPU).")
    private @Nullable Boolean streaming;

    /** Whether samples are split off for validation. */
    boolean hasValidation() {
        return validation != 0;
    }

    /** Refuses what no data set could make right, before one is loaded. */
    void check(Recipe recipe) {
        scaling(recipe);
        Augmentation.parse(augment);
        boolean whole = validation == Math.rint(validation);
        if (!(validation >= 0) || validation > 1 && !whole || validation > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("validation " + validation
                    + ": must be a share below 1, as 0.1, or a number of samples, as 5000");
        }
    }

    private Scaling scaling(Recipe recipe) {
        return Scaling.parse(scale == null ? recipe.scale() : scale);
    }

    /** Splits, turns grey, and fits the scaling. */
    PreparedData prepare(TrainTest loaded, Recipe recipe, long seed) {
        boolean toGrey = Objects.requireNonNullElse(grey, recipe.grey());
        TrainTest data = toGrey ? loaded.map(ArrayDataset::grey) : loaded;
        ArrayDataset train = data.train();
        ArrayDataset held = null;
        if (hasValidation()) {
            TrainValidation parts = split(train, seed);
            train = parts.train();
            held = parts.validation();
        }
        return new PreparedData(train, held, data.test(), toGrey, scaling(recipe).fit(train),
                Augmentation.parse(augment), streaming);
    }

    private TrainValidation split(ArrayDataset train, long seed) {
        if (validation >= 1) {
            return train.splitCount((int) validation, seed);
        }
        return train.targetWidth() == 0
                ? train.splitStratified(validation, seed)
                : train.split(validation, seed);
    }
}
