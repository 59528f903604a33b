package dev.cairn.cli;

import dev.cairn.optim.AdamW;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Optimizers;
import dev.cairn.optim.Schedule;
import dev.cairn.optim.Schedules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the weights move. */
final class OptimizerOptions {
    private static final String SGD = "sgd";
    private static final String ADAMW = "adamw";

    @Option(names = "--optimizer", paramLabel = "NAME", description = "sgd, rmsprop, adadelta, adam or adamw.")
    private @Nullable String optimizer;

    @Option(names = "--learning-rate", paramLabel = "RATE",
            description = "The first learning rate. The data set's own shrinks with a smaller batch size, in proportion.")
    private @Nullable Double learningRate;

    @Option(names = "--momentum", paramLabel = "SHARE",
            description = "sgd: the share of the last step in the next. Default: 0.9.")
    private @Nullable Double momentum;

    @Option(names = "--nesterov", description = "sgd: look ahead by the momentum.")
    private boolean nesterov;

    @Option(names = "--schedule", paramLabel = "NAME", defaultValue = Recipe.SCHEDULE, description = {
        "constant, cosine, decay:FACTOR (each epoch), decay-step:FACTOR (each step), step:EPOCHS:FACTOR, plateau (halve when the training loss stops falling), or warmup:EPOCHS:SCHEDULE. Default: ${DEFAULT-VALUE}."})
    private String schedule = Recipe.SCHEDULE;

    @Option(names = "--l2", paramLabel = "STRENGTH", description = "The penalty on the squares of the weights.")
    private @Nullable Double l2;

    @Option(names = "--weight-decay", paramLabel = "STRENGTH",
            description = "adamw: how much of the weights each step takes away, times the learning rate. Default: 0.01.")
    private @Nullable Double weightDecay;

    @Option(names = "--clip", paramLabel = "NORM",
            description = "Scale gradients down to this norm. Default: not at all.")
    private @Nullable Double clip;

    /** The strength of the penalty on weights. */
    double l2(Recipe recipe) {
        if (l2 != null) {
            return l2;
        }
        return name(recipe).equals(ADAMW) ? 0 : recipe.l2();
    }

    Schedule schedule() {
        return Schedules.parse(schedule);
    }

    /** The optimizer for a batch size, which decides the learning rate where none is given. */
    Optimizer optimizer(Recipe recipe, int batchSize) {
        String name = name(recipe);
        requireFor(SGD, name, nesterov, "--nesterov", "");
        requireFor(SGD, name, momentum != null, "--momentum", "");
        requireFor(ADAMW, name, weightDecay != null, "--weight-decay", "; use --l2");
        double rate = learningRate == null ? usualRate(name, recipe, batchSize) : learningRate;
        double share = name.equals(SGD) ? Objects.requireNonNullElse(momentum, Recipe.MOMENTUM) : 0;
        Optimizer made = weightDecay == null
                ? Optimizers.named(nesterov ? "nesterov" : name, rate, share)
                : new AdamW(rate, weightDecay);
        return clip == null ? made : made.clipByNorm(clip);
    }

    private String name(Recipe recipe) {
        return optimizer == null ? recipe.optimizer() : optimizer;
    }

    /** The recipe's rate, in proportion to the batch size as the noise of its gradients is (Goyal et al., 2017). */
    private static double usualRate(String name, Recipe recipe, int batchSize) {
        return name.equals(recipe.optimizer())
                ? recipe.learningRate() * Math.min(1, (double) batchSize / recipe.batchSize())
                : Optimizers.customaryLearningRate(name);
    }

    private static void requireFor(String only, String name, boolean given, String option, String advice) {
        if (given && !name.equals(only)) {
            throw new IllegalArgumentException(option + " is for --optimizer " + only + ", not " + name + advice);
        }
    }
}
