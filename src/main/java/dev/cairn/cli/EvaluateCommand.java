package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.BatchLoader;
import dev.cairn.files.Json;
import dev.cairn.files.Suggestion;
import dev.cairn.io.EvaluationJson;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.loss.Losses;
import dev.cairn.metrics.Evaluation;
import dev.cairn.train.Evaluator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn evaluate}: how well a trained network does on a data set. */
@Command(name = "evaluate",
        description = "Says how well a trained network does on the data set it was made for, or another one.")
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL_FILE", description = "The model.safetensors that cairn train wrote.")
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private Path path;

    @Mixin(name = "Data")
    private final SourceOptions source = new SourceOptions();
    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--part", paramLabel = "NAME", defaultValue = "test",
            description = "train, test or all samples of the data set. Default: ${DEFAULT-VALUE}.")
    private DatasetPart part = DatasetPart.TEST;

    @Override
    public Integer call() {
        ModelFile file = ModelFile.read(path);
        ModelCard card = file.card();
        DatasetName dataset = source.datasetOr(datasetOf(card));
        try (Device device = backend.open(output)) {
            ArrayDataset data = fitting(
                    source.load(dataset, part, source.seedOr(card.dataSeed()), output), card);
            Evaluator evaluator = new Evaluator(file.open(device), Losses.named(card.loss()));
            try (BatchLoader loader = PreparedData.inOrder(data, card.normalisation()).on(device)) {
                report(file, dataset, device, evaluator.evaluate(loader));
            }
        }
        return 0;
    }

    /** The data set of the model's training. */
    private DatasetName datasetOf(ModelCard card) {
        return Arrays.stream(DatasetName.values()).filter(name -> name.toString().equals(card.dataset())).findFirst()
                .orElseThrow(() -> new CairnException(path + " was trained on '" + card.dataset()
                        + "', which is none of the data sets here; "
                        + Suggestion.of(card.dataset(),
                                Arrays.stream(DatasetName.values()).map(Choice::nameOf).toList())
                        + "name one with --dataset"));
    }

    /** The samples as the model takes them. */
    private ArrayDataset fitting(ArrayDataset loaded, ModelCard card) {
        ArrayDataset data = card.grey() ? loaded.grey() : loaded;
        boolean bothClasses = (data.targetWidth() == 0) == !card.classNames().isEmpty();
        if (!data.sampleShape().equals(card.sampleShape()) || !bothClasses) {
            throw new CairnException(path + " takes samples " + card.sampleShape() + " and answers with "
                    + answers(card.classNames().size()) + ", but " + data.name() + " has samples "
                    + data.sampleShape() + " and " + answers(data.classes()) + "; name a data set like "
                    + card.dataset());
        }
        return data.classNames().equals(card.classNames()) ? data : relabelled(data, card.classNames());
    }

    private static String answers(int classes) {
        return classes == 0 ? "numbers" : classes + " classes";
    }

    /** Labels by the model's numbers for classes: a table need not have them all. */
    private ArrayDataset relabelled(ArrayDataset data, List<String> names) {
        int[] numbers = data.classNames().stream().mapToInt(names::indexOf).toArray();
        int unknown = Arrays.stream(numbers).boxed().toList().indexOf(-1);
        if (unknown >= 0) {
            throw new CairnException(path + " knows the classes " + String.join(", ", names) + ", but " + data.name()
                    + " has the class " + data.classNames().get(unknown)
                    + "; evaluate on samples of the classes it was trained on");
        }
        int[] labels = Arrays.stream(data.labels()).map(label -> numbers[label]).toArray();
        return data.isBytes()
                ? ArrayDataset.ofImages(data.name(), data.bytes(), data.sampleShape(), labels, names)
                : ArrayDataset.ofFloats(data.name(), data.floats(), data.sampleShape(), labels, names);
    }

    private void report(ModelFile file, DatasetName dataset, Device device, Evaluation evaluation) {
        if (output.isJson()) {
            output.out().print(Json.text(json -> {
                json.writeStartObject();
                json.writeStringField("dataset", dataset.toString());
                json.writeStringField("backend", device.backend().name());
                json.writeStringField("network", file.network());
                json.writeObjectFieldStart(part.toString());
                EvaluationJson.write(json, evaluation);
                json.writeEndObject();
                json.writeEndObject();
            }));
        } else {
            SequencedMap<String, Evaluation> sets = new LinkedHashMap<>();
            sets.put(part.toString(), evaluation);
            output.out().print(EvaluationText.of(sets));
        }
        output.out().flush();
    }
}
