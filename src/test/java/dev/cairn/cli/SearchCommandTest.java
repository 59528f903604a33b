package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTest {
    private static final List<Object> IRIS = List.of("search", "--dataset", "iris", "--epochs", 6, "--hidden", 8,
            "--optimizer", "sgd");
    private static final String GRID = "learning-rate=0.2,0.1,0.05,0.01,0.001;batch-norm=true,false";

    @TempDir
    private Path folder;

    private static Cli search(Path out, Object... more) {
        List<Object> words = new ArrayList<>(IRIS);
        words.addAll(List.of("--out", out));
        words.addAll(Arrays.asList(more));
        return Cli.run(words.toArray());
    }

    @Test
    void leavesTableTrialsPicturesAndTheBestRun() throws IOException {
        Path out = folder.resolve("grid");
        Cli run = search(out, "--grid", GRID, "--top", 3, "--parallel", 2, "--threads", 2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("rank  trial  learning-rate  batch-norm  validation accuracy",
                "10 trials: ", "test        accuracy ", "written to " + out);
        assertThat(run.out().lines().takeWhile(line -> !line.isBlank())).hasSize(4);
        assertThat(run.err()).contains("10 trials, 2 at once with 1 thread each", "trial 10: learning-rate=0.001");
        assertThat(Files.readAllLines(out.resolve("trials.csv"))).hasSize(11);
        assertThat(out.resolve("trials").toFile().list()).hasSize(10);
        assertThat(out.resolve("best").toFile().list()).contains("metrics.json", "model.safetensors");
        assertThat(out.resolve("pictures").toFile().list()).contains("configurations.svg", "learning-rate.png",
                "batch-norm.svg", "learning-rate-batch-norm.svg");
    }

    @Test
    void goesOnWhereItWasAndEndsWithTheSameTable() throws IOException {
        Path whole = folder.resolve("whole");
        Path cut = folder.resolve("cut");
        Cli first = search(whole, "--grid", GRID, "--threads", 1);
        assertThat(search(cut, "--grid", GRID, "--threads", 1).code()).isZero();
        for (int lost : new int[] {2, 6, 7, 10}) {
            Files.delete(cut.resolve("trials").resolve(String.format("trial-%04d.json", lost)));
        }
        Files.delete(cut.resolve("result.txt"));
        Cli resumed = search(cut, "--grid", GRID, "--threads", 1);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("6 trials are there", "trial 2: ", "trial 10: ").doesNotContain("trial 1: ");
        assertThat(resumed.out()).isEqualTo(first.out().replace(whole.toString(), cut.toString()));
        assertThat(Files.readString(cut.resolve("trials.csv")))
                .isEqualTo(Files.readString(whole.resolve("trials.csv")));
        Cli again = search(cut, "--grid", GRID, "--threads", 1);
        assertThat(again.out()).isEqualTo(resumed.out());
        assertThat(again.err()).doesNotContain("training with the best");

        Cli other = search(cut, "--grid", "learning-rate=0.1,0.2", "--threads", 1);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("holds another search, whose space is 'learning-rate=0.2");
    }

    @Test
    void survivesAKill() throws Exception {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        String[] words = "--epochs 150 --grid hidden=4,8,12,16,20,24 --threads 2 --quiet".split(" ");
        List<String> all = new ArrayList<>(List.of("search", "--dataset", "iris", "--out", killed.toString()));
        all.addAll(List.of(words));
        Process process = ForkedJvm.builder(Main.class, List.of(), all.toArray(String[]::new)).start();
        Path third = killed.resolve("trials").resolve("trial-0003.json");
        while (process.isAlive() && !Files.exists(third)) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor(); // SIGKILL
        assertThat(killed.resolve("trials").toFile().list()).isNotEmpty();
        assertThat(killed.resolve("result.txt")).doesNotExist(); // it was in the middle
        Cli resumed = iris(killed, words);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        Cli uninterrupted = iris(whole, words);
        assertThat(uninterrupted.out().replace(whole.toString(), killed.toString())).isEqualTo(resumed.out());
        assertThat(Files.readString(killed.resolve("trials.csv")))
                .isEqualTo(Files.readString(whole.resolve("trials.csv")));
    }

    private static Cli iris(Path out, String... words) {
        List<Object> all = new ArrayList<>(List.of("search", "--dataset", "iris", "--out", out));
        all.addAll(List.of(words));
        return Cli.run(all.toArray());
    }

    @Test
    void randomAndFinerRoundsOnASubset() {
        Cli run = search(folder.resolve("random"), "--random", 4, "learning-rate=0.001..0.5;batch-size=4..32",
                "--refine", 1, "--search-size", 60, "--no-stop-hopeless", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("round 2, around trial ", "trial 8: ");
        assertThat(run.out()).startsWith("{").contains("\"trial\": 8", "\"state\": \"finished\"", "\"best\": {",
                "\"dataset\": \"iris\"");
    }

    @Test
    void settingsThatDivergeLose() {
        Cli run = search(folder.resolve("diverging"), "--grid", "learning-rate=1e30,0.1", "--loss", "mse");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("2     1      1e30           -                    diverged",
                "2 trials: 1 finished, 0 stopped, 1 diverged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "--top 3 | a search needs either --grid SPACE or --random N SPACE",
        "--grid learning-rat=1,2 | learning-rat is no option of cairn train; did you mean learning-rate?",
        "--grid epochs=1,2 | --epochs is given as well",
        "--grid data-seed=1,2 | decides which samples there are",
        "--grid learning-rate=0.1..0.5 | learning-rate is a range",
        "--grid learning-rate=big,small | 'big' is not a double",
        "--grid activation=relu,rellu | did you mean relu?",
        "--random two learning-rate=0.1..0.5 | --random two: must be a number of trials",
        "--random 0 learning-rate=0.1..0.5 | --random 0: must be at least 1",
        "--grid learning-rate=1,2 --parallel 0 | --parallel 0: must be at least 1",
        "--grid momentum=0.5,1.5 | momentum 1.5"})
    void wrongSearchesAreRefusedInASentence(String options, String message) {
        Path out = folder.resolve("wrong");
        Cli run = search(out, (Object[]) options.strip().split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message.strip()).contains("cairn search --help");
        assertThat(out).doesNotExist();
    }
}
