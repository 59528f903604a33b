package dev.cairn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.data.Mnist;
import dev.cairn.data.Normalisation;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.data.TrainTest;
import dev.cairn.io.ModelCard;
import dev.cairn.io.ModelFile;
import dev.cairn.io.RunFolder;
import dev.cairn.io.RunMetrics;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.metrics.Evaluation;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Gelu;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.testing.RealData;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import dev.cairn.train.Trainer;
import dev.cairn.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, while a network trains. The training waits where the page is looked at. */
class LivePageTest {
    private static final Path PICTURES = Path.of("target", "live-page");
    private static final String ROWS = "cairn.drawn().loss?.train?.length === %d";

    @TempDir
    private Path temp;
    private Path runs;
    private Dashboard page;
    private Browser browser;
    private final Set<String> regionsSeen = new HashSet<>();

    @BeforeEach
    void start() throws IOException {
        runs = temp.resolve("runs");
        browser = Browser.start(temp.resolve("profile"));
        page = Dashboard.serve(runs, 0);
    }

    @AfterEach
    void end() {
        if (browser != null) {
            page.close();
            browser.close();
        }
    }

    @Test
    void showsTheRegionsOfPointsMoveWhileTheyAreLearned() throws IOException {
        TrainTest points = Points.generate(1);
        Sequential model = new Sequential(
                new Dense(2, 25), new Gelu(), new Dense(25, 25), new Gelu(), new Dense(25, 2));
        browser.open(page.url(), 1440, 1240, "light");
        browser.await("!document.getElementById('empty').hidden");
        train("points", model, points, Scaling.parse("standard").fit(points.train()), 50, List.of(1, 60, 120), 120);
        assertThat(regionsSeen).as("the regions have moved").hasSize(3);
        assertThat(browser.evaluate("cairn.details.get('points').confusion.set").text()).isEqualTo("test samples");
    }

    @Test
    void showsMnist() throws IOException {
        TrainTest mnist = Mnist.load(RealData.folder("mnist"));
        TrainTest some = new TrainTest(mnist.train().take(6000), mnist.test().take(2000));
        Sequential model = new Sequential(new Dense(784, 64), new Relu(), new Dense(64, 10));
        browser.open(page.url(), 1440, 1240, "dark");
        train("mnist", model, some, Scaling.parse("unit").fit(some.train()), 100, List.of(1, 4, 8), 8);
        assertThat(browser.evaluate("cairn.details.get('mnist').confusion.matrix.length").number()).isEqualTo(10);
    }

    private void train(String name, Sequential model, TrainTest data, Normalisation scaling, int batchSize,
            List<Integer> looks, int epochs) throws IOException {
        RunFolder folder = RunFolder.at(runs.resolve(name));
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        try (Device device = Device.open(Backend.CPU)) {
            model.initialize(device, 1);
            Evaluator evaluator = new Evaluator(model, loss);
            RunFacts facts = new RunFacts(name, "CPU", model.toString(), model.parameters().count(), 1, epochs);
            try (LiveRun run = LiveRun.begin(folder, facts)) {
                run.watch(new Watcher(evaluator, "validation", data.test(), scaling, Double.POSITIVE_INFINITY));
                TrainingListener looker = new TrainingListener() {
                    @Override
                    public void onEvaluation(History.Row row) {
                        if (looks.contains((int) row.epoch())) {
                            look(name, (int) row.epoch());
                        }
                    }
                };
                long begin = System.nanoTime();
                History history = Trainer.of(model, loss, new Adam(0.01)).listener(run).listener(looker).fit(
                        data.train().batches(batchSize).normalised(scaling),
                        data.test().batches(500).normalised(scaling), epochs);
                double seconds = (System.nanoTime() - begin) * 1e-9;
                run.end();
                SequencedMap<String, Evaluation> evaluations = new LinkedHashMap<>();
                evaluations.put("test", evaluator.evaluate(data.test().batches(500).normalised(scaling)));
                ModelCard card = new ModelCard(name, 1, data.train().sampleShape(), false, scaling, loss.toString(),
                        data.train().classNames());
                folder.save(ModelFile.of(model, card).toSafetensors(), history, new RunMetrics(name, "CPU",
                        model.toString(), model.parameters().count(), 1, epochs, seconds,
                        (double) epochs * data.train().size() / seconds, evaluations));
            }
        }
        browser.await("cairn.summaries.get('" + name + "').state === 'finished'");
        browser.await("cairn.details.get('" + name + "').confusion.set === 'test samples'");
        compare(name, epochs);
        browser.screenshot(PICTURES.resolve(name + "-finished.png"));
        assertThat(browser.errors()).isEmpty();
    }

    /** Waits until the page shows so many evaluations, and compares what it has drawn with the file. */
    private void look(String name, int epoch) {
        browser.await(ROWS.formatted(epoch));
        browser.await("cairn.details.get('" + name + "').confusion.epoch === " + epoch);
        browser.await("cairn.summaries.get('" + name + "').state === 'running'");
        compare(name, epoch);
        comparePictures(name);
        try {
            browser.screenshot(PICTURES.resolve(name + "-" + epoch + ".png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the page says of its pictures, with the file. */
    private void comparePictures(String name) {
        JsonValue snapshot = snapshot(name);
        int wrong = 0;
        List<JsonValue> rows = snapshot.get("confusionMatrix").elements();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                wrong += i == j ? 0 : (int) rows.get(i).elements().get(j).number();
            }
        }
        assertThat(browser.evaluate("document.querySelector('#confusion figcaption').textContent").text())
                .contains("wrong " + wrong);
        if (!snapshot.get("regions").isNothing()) {
            assertThat(browser.evaluate("document.querySelector('#regions figcaption').textContent").text())
                    .contains("✕ " + wrong + " of 1000 wrong");
            regionsSeen.add(String.valueOf(
                    browser.evaluate("document.querySelector('#regions canvas').toDataURL()").value()));
        }
    }

    private JsonValue snapshot(String name) {
        try {
            return JsonValue.parse(Files.readString(runs.resolve(name).resolve(RunFolder.SNAPSHOT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String name, int rows) {
        History history = History.readCsv(runs.resolve(name).resolve(RunFolder.HISTORY));
        assertThat(history.rows()).hasSize(rows);
        JsonValue drawn = browser.evaluate("cairn.drawn()");
        assertThat(drawn.fields()).containsExactlyInAnyOrder("loss", "accuracy");
        for (String column : history.columns()) {
            String set = column.substring(0, column.indexOf('_'));
            String figure = column.substring(column.indexOf('_') + 1);
            List<JsonValue> points = drawn.get(figure).get(set).elements();
            assertThat(points).hasSize(rows);
            for (int i = 0; i < rows; i++) {
                double factor = figure.equals("accuracy") ? 100 : 1;
                assertThat(points.get(i).elements().get(0).number()).isEqualTo(history.rows().get(i).epoch());
                assertThat(points.get(i).elements().get(1).number())
                        .isCloseTo(factor * history.rows().get(i).value(column), within(1e-12));
            }
            assertThat(browser.evaluate(IN_COLOUR.formatted(figure, set)).number()).as(column).isGreaterThan(0.9);
        }
    }

    /** The share of a line's points where the canvas has the line's colour, or that of another line drawn over it. */
    private static final String IN_COLOUR = """
            (() => {
                const made = cairn.charts.get('%s');
                const [plot, line] = [made.plot, made.lines.findIndex(line => line.name === '%s') + 1];
                const pen = plot.ctx;
                const colours = plot.series.slice(1).map(one => one.stroke()).map(hex => parseInt(hex.slice(1), 16));
                const near = (data, at, colour) => Math.abs(data[at] - (colour >> 16)) < 40
                    && Math.abs(data[at + 1] - ((colour >> 8) & 255)) < 40 && Math.abs(data[at + 2] - (colour & 255)) < 40;
                let [hits, all] = [0, 0];
                plot.data[0].forEach((x, i) => {
                    const [left, top] = [plot.valToPos(x, 'x', true), plot.valToPos(plot.data[line][i], 'y', true)];
                    const {data} = pen.getImageData(Math.round(left) - 1, Math.round(top) - 1, 3, 3);
                    all++;
                    hits += [...Array(9).keys()].some(pixel => colours.some(colour => near(data, 4 * pixel, colour)));
                });
                return hits / all;
            })()""";
}
