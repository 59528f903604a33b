package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.data.Dataset;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Normalisation;
import dev.cairn.data.Sample;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.loss.Loss;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Classification;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Schedules;
import dev.cairn.optim.Sgd;
import dev.cairn.serve.Predictor;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the README, as they stand there. */
class ReadmeTest {
    @Test
    void theFirstProgram() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Device device = Device.open(Backend.AUTO)) {
            TrainTest numbers = HouseNumbers.load(3_000, 500, 1).map(ArrayDataset::grey);
            Normalisation scaling = Scaling.perImage().fit(numbers.train());
            Batches train = numbers.train().batches(64).normalised(scaling);
            Batches test = numbers.test().batches(100).normalised(scaling);

            Sequential model = new Sequential(
                    new Dense(1024, 128), new Relu(), new Dropout(0.1), new Dense(128, 10));
            Loss loss = new SoftmaxCrossEntropy();
            History history = Trainer.of(model, loss, new Sgd(0.02, 0.9))
                    .on(device).seed(42).schedule(Schedules.parse("cosine"))
                    .fit(train, test, 8);

            Classification result = (Classification) new Evaluator(model, loss).evaluate(test);
            System.out.println(result.accuracy() + " after a training loss of " + history.last("train_loss"));
        } finally {
            System.setOut(out);
        }
        double accuracy = Double.parseDouble(printed.toString(StandardCharsets.UTF_8).split(" ")[0]);
        assertThat(accuracy).isGreaterThan(0.5);
    }

    static final class Gain extends Layer {
        private final Parameter gain;

        Gain(int features) {
            gain = parameter("gain", Shape.of(features), Initializers.constant(1));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.multiply(gain); // its gradient comes from multiply
        }
    }

    @Test
    void aLayerAndALossOfOnesOwn() {
        Loss logCosh = (prediction, target) -> {
            Tensor difference = prediction.subtract(target);
            return difference.exp().add(difference.negate().exp()).divide(2).log().mean();
        };
        ArrayDataset data = ArrayDataset.copyOf(new Waves(200));
        Sequential model = new Sequential(new Gain(3), new Dense(3, 32), new Relu(), new Dense(32, 1));
        try (Device device = Device.open(Backend.AUTO)) {
            History history = Trainer.of(model, logCosh, new Sgd(0.1, 0.9)).on(device).fit(data.batches(20), 30);
            assertThat(history.last("train_loss")).isLessThan(history.rows().getFirst().value("train_loss") / 3);
            assertThat(model.parameters().get("0.gain").toArray()).isNotEqualTo(new float[] {1, 1, 1});
        }
    }

    record Waves(int size) implements Dataset {
        @Override
        public Sample sample(int index) {
            float x = (float) index / size;
            return Sample.of(new float[] {x, x * x, 1}, (float) Math.sin(6 * x));
        }
    }

    @Test
    void theLoopByHand() {
        ArrayDataset data = HouseNumbers.generate(256, 1).grey();
        Layer model = new Sequential(new Dense(1024, 32), new Relu(), new Dense(32, 10));
        Loss loss = new SoftmaxCrossEntropy();
        List<Double> losses = new ArrayList<>();
        try (Device device = Device.open(Backend.AUTO)) {
            Optimizer optimizer = new Sgd(0.01, 0.9);
            optimizer.bind(model.initialize(device, 42));
            try (BatchLoader batches = data.batches(32).shuffled(42)
                    .normalised(Scaling.perImage().fit(data)).on(device)) {
                for (int epoch = 0; epoch < 20; epoch++) {
                    for (Batch batch : batches) {
                        try (Scope step = device.training()) {
                            Tensor value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                            value.backward();
                            optimizer.step();
                            losses.add(value.item());
                        } // every tensor of the step is back in the pool
                    }
                }
            }
        }
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    }

    @Test
    void aModelIsSavedAndServed(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        try (Device device = Device.open(Backend.AUTO)) {
            ArrayDataset data = HouseNumbers.generate(200, 1);
            Normalisation scaling = Scaling.unit().fit(data);
            Sequential model = new Sequential(new Dense(3072, 16), new Relu(), new Dense(16, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.01)).on(device)
                    .fit(data.batches(20).normalised(scaling), 1);
            ModelCard card = new ModelCard("house-numbers", 0, data.sampleShape(), false, scaling,
                    "softmax-cross-entropy", data.classNames());
            ModelFile.of(model, card).write(file);
        }
        try (Predictor predictor = ModelFile.read(file).predictor(Backend.AUTO)) {
            byte[] image = HouseNumbers.generate(1, 5).bytes();
            float[] scores = new float[10];
            predictor.predict(image, scores); // from any thread, without garbage
        }
    }

    @Test
    void theReadmeShowsThesePrograms() throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/dev/cairn/ReadmeTest.java")));
        List<String> blocks = javaBlocks(Files.readString(Path.of("README.md")));
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
        for (String block : blocks) {
            assertThat(source).contains(squeezed(block));
        }
    }

    private static List<String> javaBlocks(String text) {
        List<String> blocks = new ArrayList<>();
        String fence = "```";
        for (int start = text.indexOf(fence + "java"); start >= 0; start = text.indexOf(fence + "java", start)) {
            int begin = text.indexOf('\n', start);
            int end = text.indexOf(fence, begin);
            blocks.add(text.substring(begin, end));
            start = end;
        }
        return blocks;
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
