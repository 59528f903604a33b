package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.Configuration;
import dev.cairn.search.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
    private static final Publication PUBLICATION = Publication.parse("net", """
            about: a net
            source: R9
            published: test 90, best train 80
            given: --dataset svhn
            grid: learning-rate=0.1,0.2
            """);

    @TempDir
    private Path folder;

    @Test
    void listsWhatThereIs() {
        Cli run = Cli.run("reproduce", "--list");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("points (R2): ", "ours: --optimizer adam", "published: best validation 33.90",
                "grid: l2=0.001,0.005");
    }

    @Test
    void trainsAndCompares() {
        Cli run = Cli.run("reproduce", "points", "--quick", "--threads", 2, "--out", folder.resolve("points"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("published  obtained", "test of 1000 (trained on 2000)  99.10",
                "quick: means nothing");
        assertThat(run.err()).contains("points, seed 1: test ");
        assertThat(folder.resolve("points/reproduce.md")).content().startsWith("`cairn reproduce points --quick ")
                .contains(" minutes on CPU", "\n| name | source | measured on | published |",
                        "\n| points | R2 | test of");
        Cli json = Cli.run("reproduce", "points", "--quick", "--json", "--quiet", "--out", folder.resolve("json"));
        assertThat(folder.resolve("json/reproduce.json")).hasContent(json.out());
        assertThat(json.out()).startsWith("{").contains("\"quick\": true", "\"published\": 99.1", "\"obtained\": [");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void gradientsAreAsCloseAsPublished() {
        Cli run = Cli.run("reproduce", "gradcheck", "--quiet", "--out", folder.resolve("check"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("difference", "1.0e-07", "reached");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(Cli.run("reproduce", "pints")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("nothing to reproduce is named pints; did you mean points?");
        });
        assertThat(Cli.run("reproduce")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("what to reproduce? Give names, or --all");
        });
        Cli missing = Cli.run("reproduce", "mnist-base", "--quick", "--data-mnist", folder.resolve("nowhere"));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere");
    }

    @Test
    void whatDoesNotReachItsFigureSaysSo() {
        Publication.Row row = PUBLICATION.rows().getFirst();
        List<List<Trained>> repeats = List.of(List.of(trained(88, 70), trained(90, 81)),
                List.of(trained(86, 79), trained(Double.NaN, 79.8)));
        ReproductionRow test = ReproductionRow.of(PUBLICATION, row, row.figures().getFirst(), repeats);
        assertThat(test.obtained()).containsExactly(89.0, Double.NaN);
        assertThat(test.isReached()).isFalse();
        ReproductionRow train = ReproductionRow.of(PUBLICATION, row, row.figures().getLast(), repeats);
        assertThat(train.obtained()).containsExactly(81.0, 79.8);
        assertThat(train.mean()).isEqualTo(80.4);
        assertThat(train.verdict(List.of())).isEqualTo("reached");
        assertThat(test.verdict(List.of("net"))).isEqualTo("not reached");
        assertThat(test.verdict(List.of("net", "net-ours"))).isEqualTo("not reached; see net-ours");
        ReproductionTable table = new ReproductionTable(List.of("net"), false);
        table.add(List.of(train));
        assertThat(table.toString()).contains("best train of 900", "79.80..81.00", "reached",
                "SVHN is a subset here");
    }

    @Test
    void whatFailsDoesNotStopTheOthers() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Cli run = Cli.run("reproduce", "points", "mnist-base", "--quick", "--data-mnist", empty, "--out",
                folder.resolve("some"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("warning: mnist-base failed: ");
        assertThat(run.out().lines().filter(line -> line.startsWith("mnist-base "))).singleElement().asString()
                .contains("93.50", "failed: ", "train-images-idx3-ubyte");
        assertThat(run.out()).contains("quick: means nothing");
        assertThat(folder.resolve("some/reproduce.md")).content().contains("\n| points |", "\n| mnist-base |");
        Cli again = Cli.run("reproduce", "points", "--quick", "--out", folder.resolve("some"));
        assertThat(again.err()).contains("some already holds the reproduce.md of an earlier run");
    }

    @Test
    void gridsAreDrawn() throws IOException {
        List<TrialResult> trials = List.of(trial(1, "0.1", 0.9), trial(2, "0.2", 0.8));
        Path out = folder.resolve("grid");
        ReproductionFolder.open(out).draw("net", trials);
        assertThat(out.resolve("net").toFile().list()).contains("configurations.png", "learning-rate.svg");
    }

    private static TrialResult trial(int number, String rate, double score) {
        return new TrialResult(new Configuration(number, new LinkedHashMap<>(Map.of("learning-rate", rate))),
                TrialResult.State.FINISHED, score, List.of());
    }

    private static Trained trained(double test, double train) {
        return new Trained(new LinkedHashMap<>(Map.of("test", test, "train", train)), 3,
                new LinkedHashMap<>(Map.of("test", 100, "train", 900)), 2);
    }
}
