package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.data.TrainTest;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.train.Trainer;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The training of a network as the options of {@code cairn train} describe it: data, preparation, network, optimizer, step
 * and course. All commands that train read it from the same options.
 */
@Command
final class Experiment {
    static final long DATA_SEED = 0;

    @Mixin(name = "Data")
    private final SourceOptions source = new SourceOptions();
    @Mixin(name = "Preparation")
    private final PreparationOptions preparation = new PreparationOptions();
    @Mixin(name = "Network")
    private final NetworkOptions network = new NetworkOptions();
    @Mixin(name = "Optimizer")
    private final OptimizerOptions optimizing = new OptimizerOptions();
    @Mixin(name = "Step")
    private final StepOptions stepping = new StepOptions();
    @Mixin(name = "Training")
    private final TrainingOptions training = new TrainingOptions();

    /**
     * Reads an experiment from words as they would follow {@code cairn train}, and checks it.
     *
     * @throws IllegalArgumentException if they are not right
     */
    static Experiment of(List<String> words) {
        Experiment experiment = new Experiment();
        try {
            Main.withConverters(new CommandLine(experiment)).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        experiment.check();
        return experiment;
    }

    /** All options that an experiment has. */
    static CommandSpec options() {
        return Main.withConverters(new CommandLine(new Experiment())).getCommandSpec();
    }

    /** Refuses what no data set could make right, before one is loaded. */
    void check() {
        Recipe recipe = recipe();
        preparation.check(recipe);
        network.check(recipe);
        optimizing.schedule();
        optimizing.optimizer(recipe, stepping.batchSize(recipe));
        stepping.check(recipe);
        training.check(recipe, preparation.hasValidation());
    }

    DatasetName dataset() {
        return source.datasetOr(DatasetName.HOUSE_NUMBERS);
    }

    long dataSeed() {
        return source.seedOr(DATA_SEED);
    }

    long seed() {
        return stepping.seed();
    }

    int epochs() {
        return training.epochs(recipe());
    }

    int evaluationsPerEpoch() {
        return training.evaluationsPerEpoch();
    }

    boolean hasValidation() {
        return preparation.hasValidation();
    }

    private Recipe recipe() {
        return Recipe.of(dataset());
    }

    /** Loads or generates the samples, and passes warnings on. */
    TrainTest load(OutputOptions output) {
        return source.load(dataset(), dataSeed(), output);
    }

    PreparedData prepare(TrainTest loaded) {
        return preparation.prepare(loaded, recipe(), dataSeed());
    }

    /** A network with first weights on a device, and all that its training needs. */
    Training start(PreparedData data, Device device) {
        Recipe recipe = recipe();
        Loss loss = stepping.loss(data.isClassification());
        Sequential model = network.build(data.sampleShape(), data.outputs(), recipe);
        model.l2(optimizing.l2(recipe));
        model.initialize(device, stepping.seed());
        Optimizer optimizer = optimizing.optimizer(recipe, stepping.batchSize(recipe));
        Trainer trainer = training.configure(Trainer.of(model, loss, optimizer))
                .seed(stepping.seed()).shuffle(stepping.shuffles()).schedule(optimizing.schedule());
        int batchSize = stepping.batchSize(recipe, data.train().size());
        return new Training(this, data, model, loss, trainer,
                data.trainBatches(batchSize, stepping.seed(), stepping.shuffles()));
    }
}
