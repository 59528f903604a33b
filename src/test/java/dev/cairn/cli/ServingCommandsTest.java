package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Iris;
import dev.cairn.data.TrainTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train}, then {@code evaluate} and {@code predict} with the file it left. */
class ServingCommandsTest {
    @TempDir
    private Path folder;

    private Path trained(String options) {
        Path out = folder.resolve("run");
        Cli run = Cli.run((Object[]) ("train --out " + out + " " + options).split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        accuracy = TrainCommandTest.testAccuracy(run);
        return out.resolve("model.safetensors");
    }

    private double accuracy;

    @Test
    void evaluatesToTheSameAccuracyAsTheTraining() {
        Path model = trained("--dataset iris --data-seed 4 --epochs 20 --batch-norm");
        Cli evaluated = Cli.run("evaluate", model);
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        assertThat(TrainCommandTest.testAccuracy(evaluated)).isEqualTo(accuracy);
        assertThat(Cli.run("evaluate", model, "--part", "all", "--json").out()).contains("\"dataset\": \"iris\"",
                "\"all\": {", "\"samples\": 150");
    }

    @Test
    void predictsRowsAsItEvaluatesThem() throws IOException {
        Path model = trained("--dataset iris --epochs 20");
        ArrayDataset test = Iris.load(0).test();
        StringBuilder rows = new StringBuilder("a;b;c;d\n");
        for (int i = 0; i < test.size(); i++) {
            float[] x = test.sample(i).values();
            rows.append(String.format(Locale.ROOT, "%s;%s;%s;%s%n", x[0], x[1], x[2], x[3]));
        }
        Path file = Files.writeString(folder.resolve("flowers.csv"), rows);
        Cli predicted = Cli.run("predict", model, file);
        assertThat(predicted.code()).as(predicted.err()).isZero();
        List<String> lines = predicted.out().lines().toList();
        assertThat(lines).hasSize(30).first().asString().startsWith(file + ", line 2: Iris-");
        int right = 0;
        for (int i = 0; i < lines.size(); i++) {
            String name = test.classNames().get(test.labels()[i]);
            right += lines.get(i).contains(": " + name + " (") ? 1 : 0;
        }
        assertThat(100.0 * right / 30).isCloseTo(accuracy, org.assertj.core.data.Offset.offset(0.01));
    }

    @Test
    void predictsPicturesAsItEvaluatesThem() throws IOException {
        Path model = trained("--train-size 300 --test-size 20 --hidden 16 --epochs 2");
        TrainTest data = HouseNumbers.load(300, 20, 0);
        List<Object> words = new ArrayList<>(List.of("predict", model));
        for (int i = 0; i < 20; i++) {
            words.add(picture(data.test(), i));
        }
        Cli predicted = Cli.run(words.toArray());
        assertThat(predicted.code()).as(predicted.err()).isZero();
        List<String> lines = predicted.out().lines().toList();
        int right = 0;
        for (int i = 0; i < 20; i++) {
            right += lines.get(i).contains(i + ".png: " + data.test().labels()[i] + " (") ? 1 : 0;
        }
        assertThat(100.0 * right / 20).isEqualTo(accuracy);
    }

    private Path picture(ArrayDataset data, int index) throws IOException {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        float[] values = data.sample(index).values();
        for (int i = 0; i < 1024; i++) {
            int rgb = (int) values[i] << 16 | (int) values[1024 + i] << 8 | (int) values[2048 + i];
            picture.setRGB(i % 32, i / 32, rgb);
        }
        Path file = folder.resolve(index + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    @Test
    void readsTheStandardInputAndAnswersInJson() {
        Path model = trained("--dataset points --epochs 20");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("0.5,0.5\n0.01,0.99\n".getBytes(StandardCharsets.UTF_8)));
        try {
            Cli predicted = Cli.run("predict", model, "-", "--json", "--top", 2);
            assertThat(predicted.code()).as(predicted.err()).isZero();
            assertThat(predicted.out()).containsSubsequence("\"input\": \"standard input, line 1\"",
                    "\"class\": \"inside\"", "\"probability\": ", "\"top\": [ {", "\"class\": \"outside\"",
                    "\"input\": \"standard input, line 2\"", "\"class\": \"outside\"");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json"})
    @Timeout(60)
    void answersEachRowOfAStreamBeforeTheNextComes(String option) throws Exception {
        Path model = trained("--dataset points --epochs 1");
        InputStream before = System.in;
        Spoken spoken = new Spoken("the end");
        try (ExecutorService command = Executors.newSingleThreadExecutor();
                PipedOutputStream rows = new PipedOutputStream()) {
            System.setIn(new PipedInputStream(rows));
            Future<Integer> code = command.submit(() -> Main.execute(new PrintWriter(spoken, true),
                    new PrintWriter(Writer.nullWriter()), "predict", model.toString(), "-", option));
            for (int line = 1; line <= 3; line++) {
                rows.write("0.25,0.5\n".getBytes(StandardCharsets.UTF_8));
                rows.flush();
                spoken.await("standard input, line " + line);
            }
            rows.close();
            assertThat(code.get()).isZero();
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json"})
    @Timeout(60)
    void endsWhenNobodyReadsItsAnswers(String option) throws IOException {
        Path model = trained("--dataset points --epochs 1");
        InputStream before = System.in;
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                return "0.25,0.5\n".charAt((int) (at++ % 9));
            }
        };
        StringWriter said = new StringWriter();
        try {
            System.setIn(endless);
            assertThat(Main.execute(new PrintWriter(new Spoken("line 3")), new PrintWriter(said), "predict",
                    model.toString(), "-", option)).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(said.toString()).contains("nobody reads the answers any more").doesNotContain("at dev.cairn");
    }

    /** What was written so far, to be waited for. */
    private static final class Spoken extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final String last;

        /** @param last what is read last, before its reader is gone */
        Spoken(String last) {
            this.last = last;
        }

        @Override
        public synchronized void write(char[] letters, int from, int count) throws IOException {
            if (text.toString().contains(last)) {
                throw new IOException("Broken pipe");
            }
            text.append(letters, from, count);
            notifyAll();
        }

        synchronized void await(String part) throws InterruptedException {
            while (!text.toString().contains(part)) {
                wait();
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void aStreamThatTurnsOutWrongLeavesWhatWasAnswered() throws IOException {
        Path model = trained("--dataset points --epochs 1");
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n3,four\n");
        Cli predicted = Cli.run("predict", model, rows, "--json");
        assertFails(predicted, "rows.csv, line 2 column 2 is not a finite number");
        assertThat(predicted.out()).startsWith("[ {").contains("rows.csv, line 1").endsWith("} ]\n");
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        Path model = trained("--dataset points --epochs 1");
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n3,4,5\n");
        assertFails(Cli.run("predict", model, rows),
                "rows.csv, line 2 has 3 columns, but the model takes 2 values a sample");
        Files.writeString(rows, "1,2\n3,four\n");
        assertFails(Cli.run("predict", model, rows), "rows.csv, line 2 column 2 is not a finite number");
        assertFails(Cli.run("predict", model, folder.resolve("none.png")), "none.png: there is no such file");
        assertFails(Cli.run("evaluate", model, "--dataset", "iris"),
                "takes samples [2] and answers with 2 classes, but Iris has samples [4] and 3 classes");
        assertFails(Cli.run("evaluate", folder.resolve("run/metrics.json")), "metrics.json, byte 0: ");
        assertFails(Cli.run("evaluate", folder.resolve("none")), "cannot read");
        Cli few = Cli.run("predict", model);
        assertThat(few.code()).isEqualTo(2);
        assertThat(few.err()).containsIgnoringCase("missing required parameter").contains("INPUT");
    }

    private static void assertFails(Cli run, String message) {
        assertThat(run.err()).contains(message).doesNotContain("Exception");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void evaluatesATableThatLacksClasses() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            table.append(i % 3).append(',').append(i % 3 * 2).append(',').append("abc".charAt(i % 3)).append('\n');
        }
        Path file = Files.writeString(folder.resolve("abc.csv"), table);
        Path model = trained("--dataset csv --data-dir " + file + " --epochs 40");
        Path some = Files.writeString(folder.resolve("bc.csv"), "1,2,b\n2,4,c\n1,2,b\n2,4,c\n");
        Cli evaluated = Cli.run("evaluate", model, "--data-dir", some, "--part", "all");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("all         accuracy 100.00 %");
        Files.writeString(some, "1,2,b\n2,4,d\n1,2,b\n2,4,d\n");
        assertFails(Cli.run("evaluate", model, "--data-dir", some, "--part", "all"),
                "knows the classes a, b, c, but bc has the class d");
    }
}
