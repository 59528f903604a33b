package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.files.Json;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.loss.Loss;
import dev.cairn.loss.Losses;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.serve.Predictor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn predict}: what a trained network says about pictures or rows of numbers. */
@Command(name = "predict", description = "Says which class pictures or rows of numbers belong to, a line for each.")
final class PredictCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL_FILE", description = "The model.safetensors that cairn train wrote.")
    @SuppressWarnings("NullAway.Init") // picocli fills it before the command runs
    private Path path;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT",
            description = "Pictures (PNG, JPEG, GIF, BMP), which are scaled to the size of the model's samples, or files with a row of numbers a sample; - is the standard input.")
    private final List<String> inputs = new ArrayList<>();

    @Mixin(name = "Backend")
    private final BackendOptions backend = new BackendOptions();
    @Mixin(name = "Output")
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--top", paramLabel = "K", defaultValue = "1",
            description = "The K most probable classes. Default: ${DEFAULT-VALUE}.")
    private int top = 1;

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new IllegalArgumentException("top " + top + ": must be at least 1");
        }
        ModelFile file = ModelFile.read(path);
        ModelCard card = file.card();
        try (Predictor predictor = predictor(file)) {
            Loss loss = Losses.named(card.loss());
            PrintWriter out = output.out();
            if (output.isJson()) {
                Json.write(out, json -> writeAnswers(json, out, card, predictor, loss));
            } else {
                answer(card, predictor, loss, answer -> {
                    out.println(answer.line(card.classNames(), top));
                    deliver(out);
                });
            }
            out.flush();
        }
        return 0;
    }

    private Predictor predictor(ModelFile file) {
        ModelCard card = file.card();
        try (Device device = Device.require(backend.backend(), backend.options())) {
            return Predictor.of(file.open(device), card.sampleShape(), card.normalisation(), device.backend(),
                    device.options());
        }
    }

    private void answer(ModelCard card, Predictor predictor, Loss loss, Consumer<Answer> consumer) {
        Inputs reader = new Inputs(card.sampleShape(), System.in);
        for (String input : inputs) {
            reader.read(input, (name, values) -> {
                float[] outputs = predictor.predict(values);
                if (!card.classNames().isEmpty()) {
                    toProbabilities(loss, outputs);
                }
                consumer.accept(new Answer(name, outputs));
            });
        }
    }

    /** By the loss the network learned with: logits become probabilities, anything else was meant to be them. */
    private static void toProbabilities(Loss loss, float[] outputs) {
        if (loss instanceof SoftmaxCrossEntropy) {
            softmax(outputs);
        }
        for (int i = 0; i < outputs.length; i++) {
            double probability = loss instanceof BinaryCrossEntropy
                    ? 1 / (1 + Math.exp(-outputs[i]))
                    : outputs[i];
            outputs[i] = (float) Math.clamp(probability, 0.0, 1.0);
        }
    }

    private static void softmax(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (Math.exp(logits[i] - most) / sum);
        }
    }

    /** What was written reaches its reader now, since inputs may come as a stream; without one there is nothing left to do. */
    private static void deliver(PrintWriter out) {
        if (out.checkError()) {
            throw new CairnException("nobody reads the answers any more");
        }
    }

    /** Each as soon as it is there. */
    private void writeAnswers(JsonGenerator json, PrintWriter out, ModelCard card, Predictor predictor, Loss loss)
            throws IOException {
        json.writeStartArray();
        answer(card, predictor, loss, answer -> {
            try {
                answer.write(json, card.classNames(), top);
                json.flush();
                deliver(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        json.writeEndArray();
    }
}
