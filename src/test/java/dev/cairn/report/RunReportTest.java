package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Normalisation;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.io.RunMetrics;
import dev.cairn.loss.Loss;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Evaluation;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final String COMMAND = "cairn train --data-dir 'my <data>'";

    @TempDir
    private Path folder;

    @Test
    void imagesGiveConfusionMistakesWeightsAndSamples() throws IOException {
        TrainTest numbers = HouseNumbers.load(200, 100, 1).map(ArrayDataset::grey);
        String html = report(numbers.train().named("<house> numbers"), numbers.test(), new SoftmaxCrossEntropy());
        assertThat(html)
                .contains("<title>&lt;house&gt; numbers</title>", "test accuracy", "Confusion matrix of the test set",
                        "The worst mistakes", "Weights of the first layer", "samples of each class", "Dense(1024, 8)",
                        "cairn train --data-dir &#39;my &lt;data&gt;&#39;", "Total parameters: 8,290",
                        System.getProperty("java.runtime.version"))
                .doesNotContain("Decision regions", "<house>");
        assertThat(pictures()).containsExactlyInAnyOrder("loss.png", "accuracy.png", "confusion.png", "mistakes.png",
                "weights.png", "classes.png", "samples.png");
    }

    @Test
    void pointsOfThePlaneGiveDecisionRegions() throws IOException {
        TrainTest points = Points.generate(100, 50, 1);
        String html = report(points.train(), points.test(), new SoftmaxCrossEntropy());
        assertThat(html).contains("Decision regions", "What the network sees where", "outside", "inside")
                .doesNotContain("The worst mistakes", "Weights of the first layer");
        assertThat(pictures()).containsExactlyInAnyOrder("loss.png", "accuracy.png", "confusion.png", "regions.png",
                "classes.png");
    }

    @Test
    void numbersGiveErrorsInsteadOfClasses() throws IOException {
        float[][] x = new float[30][1];
        float[][] y = new float[30][1];
        for (int i = 0; i < 30; i++) {
            x[i][0] = i / 30f;
            y[i][0] = 2 * x[i][0];
        }
        ArrayDataset line = ArrayDataset.of(x, y);
        String html = report(line, line, new MeanSquaredError());
        assertThat(html).contains("test RMSE", "MAE", "R²").doesNotContain("Confusion", "accuracy");
        assertThat(pictures()).containsExactlyInAnyOrder("loss.png", "rmse.png");
    }

    private String report(ArrayDataset train, ArrayDataset test, Loss loss) throws IOException {
        try (Device device = Device.open(Backend.CPU)) {
            int outputs = Math.max(train.classes(), train.targetWidth());
            Sequential model = new Sequential(new Dense(train.sampleShape().elements(), 8), new Relu(),
                    new Dense(8, outputs));
            Normalisation scaling = Scaling.parse("standard").fit(train);
            History history = Trainer.of(model, loss, new Adam(0.01)).on(device).seed(1)
                    .fit(train.batches(20).normalised(scaling), test.batches(10).normalised(scaling), 2);
            Evaluator evaluator = new Evaluator(model, loss);
            Answers answers = train.classes() == 0 ? null : new Answers();
            Evaluation result = evaluation(evaluator, test, scaling, answers);
            RunMetrics metrics = new RunMetrics("data", "CPU", model.toString(), model.parameters().count(), 1, 2, 0.5,
                    1000,
                    new LinkedHashMap<>(Map.of("test", result)));
            new RunReport(new FinishedRun(metrics, history, model, evaluator, train, test, scaling, answers, COMMAND))
                    .write(folder);
        }
        return Files.readString(folder.resolve("report.html"));
    }

    private static Evaluation evaluation(Evaluator evaluator, ArrayDataset test, Normalisation scaling,
            @Nullable Answers answers) {
        return answers == null
                ? evaluator.evaluate(test.batches(10).normalised(scaling))
                : evaluator.evaluate(test.batches(10).normalised(scaling), answers);
    }

    private List<String> pictures() throws IOException {
        try (var files = Files.list(folder.resolve("pictures"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
