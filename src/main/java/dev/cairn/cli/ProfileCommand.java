package dev.cairn.cli;

import dev.cairn.Device;
import dev.cairn.Profile;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.files.Json;
import dev.cairn.loss.Loss;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn profile}: where the time of a training step goes. */
@Command(name = "profile",
        description = "Says where the time of a training step goes, operation by operation, on any backend. Without options: the network that cairn train trains.")
final class ProfileCommand implements Callable<Integer> {
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
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--steps", paramLabel = "N", defaultValue = "20",
            description = "How many steps to profile, and before that to time as they are, after a second of warming up. Default: ${DEFAULT-VALUE}.")
    private int steps = 20;

    @Override
    public Integer call() {
        DatasetName dataset = source.datasetOr(DatasetName.HOUSE_NUMBERS);
        Recipe recipe = Recipe.of(dataset);
        check(recipe);
        Optimizer optimizer = optimizing.optimizer(recipe, stepping.batchSize(recipe));
        try (Device device = backend.open(output)) {
            long dataSeed = source.seedOr(Experiment.DATA_SEED);
            PreparedData data = preparation.prepare(source.load(dataset, dataSeed, output), recipe, dataSeed);
            Loss loss = stepping.loss(data.isClassification());
            Sequential model = network.build(data.sampleShape(), data.outputs(), recipe);
            model.l2(optimizing.l2(recipe));
            optimizer.bind(model.initialize(device, stepping.seed()));
            int batchSize = stepping.batchSize(recipe, data.train().size());
            Batches placed = data.trainBatches(batchSize, stepping.seed(), stepping.shuffles());
            try (BatchLoader batches = placed.on(device)) {
                optimizer.schedule(optimizing.schedule(), batches.count(), recipe.epochs());
                TrainingSteps training = new TrainingSteps(model, loss, optimizer, batches);
                training.warmUp();
                double unprofiled = training.microseconds(steps);
                report(device, model, batchSize, unprofiled, training.profile(steps));
                if (optimizer.losses().firstNonFiniteStep().isPresent()) {
                    output.warn(
                            "the loss stopped being a finite number, and with it the updates: the figures lack them;"
                                    + " lower --learning-rate");
                }
            }
        }
        return 0;
    }

    /** Refuses what no data set could make right, before one is loaded. */
    private void check(Recipe recipe) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps " + steps + ": must be at least 1");
        }
        preparation.check(recipe);
        network.check(recipe);
        optimizing.schedule();
        stepping.check(recipe);
    }

    private void report(Device device, Sequential model, int batchSize, double unprofiled, Profile profile) {
        if (output.isJson()) {
            output.out().print(json(device, model, batchSize, unprofiled, profile));
        } else {
            output.out().printf(Locale.ROOT, "A training step of %s on %d samples, averages of %d steps:%n%n%s%n",
                    model,
                    batchSize, steps, profile.table(steps));
            output.out().printf(Locale.ROOT, "a step takes %,.1f us, and %,.1f us where each operation is waited for%n",
                    unprofiled / steps, profile.microseconds() / steps);
            output.out().println(
                    "both call operation by operation; training replays whole steps where it can, which cairn bench times");
        }
        output.out().flush();
    }

    private String json(Device device, Sequential model, int batchSize, double unprofiled, Profile profile) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("backend", device.backend().name());
            json.writeStringField("network", model.toString());
            json.writeNumberField("batchSize", batchSize);
            json.writeNumberField("steps", steps);
            Json.number(json, "unprofiledMicroseconds", unprofiled);
            Json.number(json, "microseconds", profile.microseconds());
            Json.number(json, "hostMicroseconds", profile.hostMicroseconds());
            json.writeArrayFieldStart("operations");
            for (Profile.Operation each : profile.operations()) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("sizes", each.sizes());
                json.writeNumberField("calls", each.calls());
                Json.number(json, "microseconds", each.microseconds());
                json.writeNumberField("bytes", each.bytes());
                Json.number(json, "flop", each.flop());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
