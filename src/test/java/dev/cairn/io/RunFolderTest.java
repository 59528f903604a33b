package dev.cairn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.metrics.Regression;
import dev.cairn.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 3);
    private static final History HISTORY = History.empty().plus(new History.Row(1, 1, 1, 1, new LinkedHashMap<>()));
    private static final RunMetrics METRICS = RunMetricsTest.metrics("test", new Regression(1, 2, 3, 4, 5));

    @TempDir
    Path temp;

    @Test
    void namesTheFolderAfterDayAndDatasetAndNumbersMore() {
        Path runs = temp.resolve("deep/runs");
        RunFolder run = RunFolder.unique(runs, DATE, "house-numbers");
        RunFolder second = RunFolder.unique(runs, DATE, "house-numbers");
        assertThat(runs).doesNotExist();

        assertThat(save(run)).isEqualTo(runs.resolve("2026-11-03-house-numbers"));
        assertThat(save(second)).isEqualTo(runs.resolve("2026-11-03-house-numbers-2"));
        assertThat(save(RunFolder.unique(runs, DATE, "house-numbers")))
                .isEqualTo(runs.resolve("2026-11-03-house-numbers-3"));
    }

    @Test
    void keepsStrangeDatasetNamesInsideTheFolder() {
        assertThat(save(RunFolder.unique(temp, DATE, "../my data\\x.csv")))
                .isEqualTo(temp.resolve("2026-11-03-..-my-data-x.csv"));
    }

    @Test
    void writesEveryFile() throws IOException {
        Path folder = save(RunFolder.at(temp.resolve("a/b")));

        assertThat(folder).isEqualTo(temp.resolve("a/b"));
        assertThat(files(folder)).containsExactly("history.csv", "metrics.json", "model.safetensors");
        assertThat(History.readCsv(folder.resolve(RunFolder.HISTORY))).isEqualTo(HISTORY);
        assertThat(folder.resolve(RunFolder.METRICS)).hasContent(METRICS.toJson());
        assertThat(Safetensors.read(folder.resolve(RunFolder.MODEL)).metadata()).containsEntry("network", "none");
    }

    @Test
    void neverOverwritesAnEarlierRun() throws IOException {
        Path folder = save(RunFolder.at(temp.resolve("out")));
        Files.delete(folder.resolve(RunFolder.MODEL));

        assertThatThrownBy(() -> RunFolder.at(folder))
                .isInstanceOf(CairnException.class)
                .hasMessage(
                        folder + " already holds the history.csv of an earlier run: remove it or name another folder");
    }

    @Test
    void livesBesideOtherFiles() throws IOException {
        Files.writeString(temp.resolve("notes.txt"), "mine");

        save(RunFolder.at(temp));

        assertThat(files(temp)).containsExactly("history.csv", "metrics.json", "model.safetensors", "notes.txt");
    }

    @Test
    void saysBeforeTheTrainingThatAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(temp.resolve("taken"), "");

        assertThatThrownBy(() -> RunFolder.at(file))
                .isInstanceOf(CairnException.class)
                .hasMessage("cannot create the folder " + file + ": " + file + " is a file");
        assertThatThrownBy(() -> RunFolder.unique(file, DATE, "svhn")).isInstanceOf(CairnException.class);
        assertThatThrownBy(() -> RunFolder.at(file.resolve("deeper"))).isInstanceOf(CairnException.class);
    }

    @Test
    void leavesNothingWhenAFileCannotBeWritten() throws IOException {
        assertThatThrownBy(() -> saveAndFail(RunFolder.unique(temp, DATE, "svhn"))).hasMessage("the disk is full");
        assertThatThrownBy(() -> saveAndFail(RunFolder.at(temp.resolve("new")))).hasMessage("the disk is full");
        assertThat(files(temp)).isEmpty();

        Files.writeString(temp.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> saveAndFail(RunFolder.at(temp))).hasMessage("the disk is full");
        assertThat(files(temp)).containsExactly("notes.txt");
    }

    private static void saveAndFail(RunFolder run) {
        SequencedMap<String, Consumer<Path>> files = new LinkedHashMap<>();
        files.put(RunFolder.MODEL, model("none")::write);
        files.put(RunFolder.HISTORY, file -> {
            throw new CairnException("the disk is full");
        });
        run.save(files);
    }

    private static Path save(RunFolder run) {
        return run.save(model("none"), HISTORY, METRICS);
    }

    private static Safetensors model(String network) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("0.bias", new StoredTensor(Shape.of(1), new float[] {1}));
        return new Safetensors(tensors, Map.of("network", network));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
