package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.io.ModelFile;
import dev.cairn.testing.ForkedJvm;
import dev.cairn.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    private static final Pattern TEST_ACCURACY = Pattern.compile("(?m)^test +accuracy +([0-9.]+) %");

    @TempDir
    private Path folder;

    private Cli train(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "train";
        all[1] = "--out";
        all[2] = folder.resolve("run");
        System.arraycopy(args, 0, all, 3, args.length);
        return Cli.run(all);
    }

    static double testAccuracy(Cli run) {
        Matcher found = TEST_ACCURACY.matcher(run.out());
        assertThat(found.find()).as(run.toString()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void reachesTheAccuracyOfItsRecipesOnSmallData() {
        assertThat(testAccuracy(train("--dataset", "points"))).isGreaterThanOrEqualTo(99);
        assertThat(testAccuracy(Cli.run("train", "--dataset", "iris", "--out", folder.resolve("iris"))))
                .isGreaterThanOrEqualTo(95);
    }

    @Test
    void leavesMetricsHistoryAndModel() throws IOException {
        Cli run = train("--dataset", "iris", "--epochs", 3, "--validation", 0.2, "--evaluate-per-epoch", 2, "--seed",
                5);
        assertThat(run.code()).as(run.err()).isZero();
        Path out = folder.resolve("run");
        assertThat(run.out()).contains("test        accuracy", "Iris-setosa", "precision", "3 epochs in",
                "written to " + out);
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("metrics.json", "history.csv", "model.safetensors",
                "report.html", "pictures");
        assertThat(Files.readString(out.resolve("report.html"))).contains("test accuracy", "<svg",
                "cairn train --out " + CommandText.quoted(out.toString()).replace("'", "&#39;") + " --dataset iris");
        assertThat(out.resolve("pictures").toFile().list()).contains("loss.png", "confusion.png");
        assertThat(Files.readString(out.resolve("metrics.json"))).contains("\"dataset\": \"iris\"",
                "\"backend\": \"CPU\"", "\"network\": \"Sequential(Dense(4, ", "\"seed\": 5", "\"epochs\": 3",
                "\"samplesPerSecond\": ", "\"train\": {", "\"validation\": {", "\"test\": {", "\"confusionMatrix\": ");
        History history = History.readCsv(out.resolve("history.csv"));
        assertThat(history.rows()).hasSize(6);
        assertThat(history.columns()).containsExactly("train_loss", "train_accuracy", "validation_loss",
                "validation_accuracy");
        assertThat(ModelFile.read(out.resolve("model.safetensors")).card().classNames())
                .containsExactly("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    }

    @Test
    void withoutAReportTheRunIsTheSame() throws IOException {
        assertThat(train("--dataset", "iris", "--epochs", 3).code()).isZero();
        Path bare = folder.resolve("bare");
        assertThat(Cli.run("train", "--out", bare, "--dataset", "iris", "--epochs", 3, "--no-report").code()).isZero();
        assertThat(bare.toFile().list()).containsExactlyInAnyOrder("metrics.json", "history.csv", "model.safetensors");
        assertThat(bare.resolve("model.safetensors")).hasSameBinaryContentAs(folder.resolve("run/model.safetensors"));
    }

    @Test
    void aJavaThatCannotDrawTrainsAllTheSame() throws Exception {
        Path out = folder.resolve("run");
        List<String> lines = ForkedJvm.run(Main.class, List.of("--limit-modules", "java.base,java.logging"), "train",
                "--dataset", "points", "--epochs", "2", "--out", out.toString());
        assertThat(lines).filteredOn(line -> line.contains("java.desktop")).singleElement().asString()
                .startsWith("cairn: no report: charts need the Java module java.desktop");
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("metrics.json", "history.csv", "model.safetensors");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"',
            value = {"a.csv, a.csv", "x=1:2, x=1:2", "my file, 'my file'", "$(x), '$(x)'", "it's, 'it'\\''s'"})
    void commandsAreQuotedForAShell(String word, String expected) {
        assertThat(CommandText.quoted(word)).isEqualTo(expected);
    }

    @Test
    void theSameSeedGivesTheSameMetricsButForTimes() {
        Cli first = run(7, "first");
        Cli second = run(7, "second");
        Cli other = run(8, "third");
        assertThat(withoutTimes(first.out())).isEqualTo(withoutTimes(second.out()));
        assertThat(withoutTimes(first.out())).isNotEqualTo(withoutTimes(other.out()));
        assertThat(first.out()).startsWith("{").endsWith("}\n");
    }

    private Cli run(int seed, String out) {
        Cli run = Cli.run("train", "--train-size", 200, "--test-size", 100, "--hidden", 16, "--epochs", 2, "--dropout",
                0.2, "--augment", "shift=2", "--seed", seed, "--json", "--out", folder.resolve(out));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static String withoutTimes(String json) {
        return json.replaceAll("\"(seconds|samplesPerSecond|seed)\": [0-9.E-]+", "");
    }

    @Test
    void progressIsALineAnEpochUnlessQuiet() {
        Cli run = train("--dataset", "points", "--epochs", 3, "--evaluate-per-epoch", 2);
        assertThat(run.err()).containsOnlyOnce("epoch 1/3").containsOnlyOnce("epoch 3/3")
                .contains("samples/s, ", " left, loss ", "cairn: computing on CPU", "not on CUDA: ")
                .doesNotContain("\r");
        Cli quiet = Cli.run("train", "--dataset", "points", "--epochs", 2, "--quiet", "--out", folder.resolve("quiet"));
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out()).contains("test ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--hidden none", "--hidden 8,4 --activation tanh --init glorot-normal", "--batch-norm --dropout 0.1",
        "--optimizer sgd --momentum 0.5 --nesterov --learning-rate 0.1 --schedule warmup:1:decay:0.9",
        "--optimizer adamw --weight-decay 0.1", "--optimizer rmsprop --clip 1", "--optimizer adadelta",
        "--loss mse --output-activation sigmoid", "--no-shuffle", "--loss binary-cross-entropy",
        "--label-smoothing 0.1", "--batch-size 1",
        "--validation 0.25 --early-stopping 2 --restore-best", "--scale 0.1:0.99 --l2 0.001",
        "--backend reference", "--threads 1", "--train-size 50"})
    void takesEveryOption(String options) {
        Object[] words = ("--dataset iris --epochs 2 " + options).split(" ");
        Cli run = train(words);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("test ");
    }

    @Test
    void samplesInTheirOwnOrderGiveAnotherNetwork() {
        assertThat(ordered("a", "--no-shuffle")).isEqualTo(ordered("b", "--no-shuffle"))
                .isNotEqualTo(ordered("c", "--shuffle"));
    }

    private String ordered(String out, String shuffle) {
        Cli run = Cli.run("train", "--dataset", "iris", "--epochs", 2, "--json", "--out", folder.resolve(out), shuffle);
        assertThat(run.code()).as(run.err()).isZero();
        return withoutTimes(run.out());
    }

    @Test
    void earlyStoppingEndsTheRun() {
        Cli run = train("--dataset", "iris", "--epochs", 500, "--validation", 30, "--early-stopping", 3,
                "--learning-rate", 0.1);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("500 epochs in");
    }

    @Test
    void tablesOfTheUsersOwn() throws IOException {
        StringBuilder table = new StringBuilder("x,y,kind,size\n");
        for (int i = 0; i < 80; i++) {
            table.append(i % 9).append(',').append(i % 7).append(',').append(i % 9 > 4 ? "big" : "small").append(',')
                    .append(i % 9 + 0.5).append('\n');
        }
        Path file = Files.writeString(folder.resolve("own.csv"), table);
        Cli numbers = Cli.run("train", "--dataset", "csv", "--data-dir", folder.resolve("numbers.csv"), "--regression",
                "--epochs", 30, "--out", folder.resolve("numbers"));
        assertThat(numbers.code()).isEqualTo(1);
        Files.writeString(folder.resolve("numbers.csv"), table.toString().replace("big", "1").replace("small", "0"));
        numbers = Cli.run("train", "--dataset", "csv", "--data-dir", folder.resolve("numbers.csv"), "--regression",
                "--epochs", 30, "--out", folder.resolve("numbers"));
        assertThat(numbers.code()).as(numbers.err()).isZero();
        assertThat(numbers.out()).contains("test        RMSE ", "R2 ");

        Cli classes = Cli.run("train", "--dataset", "csv", "--data-dir", folder.resolve("numbers.csv"), "--label",
                "kind",
                "--epochs", 30, "--out", folder.resolve("classes"));
        assertThat(testAccuracy(classes)).isEqualTo(100);
        assertThat(Cli.run("train", "--dataset", "csv", "--data-dir", file, "--label", "knd").err())
                .contains("did you mean kind?");
    }
}
