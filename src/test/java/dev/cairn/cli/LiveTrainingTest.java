package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTrainingTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhereThePageIsAndLeavesTheLastLook() throws IOException {
        Cli run = Cli.run("train", "--dataset", "points", "--epochs", 3, "--live", "--port", 0, "--no-report", "--out",
                folder.resolve("run"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).containsPattern("cairn: live on http://127\\.0\\.0\\.1:[0-9]+/");
        assertThat(folder.resolve("run").toFile().list()).containsExactlyInAnyOrder(
                "metrics.json", "history.csv", "model.safetensors", "snapshot.json");
        assertThat(Files.readString(folder.resolve("run/snapshot.json"))).contains("\"epoch\": 3",
                "\"set\": \"training samples\"", "\"confusionMatrix\"", "\"regions\"", "\"points\"");
    }

    @Test
    void numbersHaveNoConfusionToShow() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 50; i++) {
            rows.append(i).append(',').append(2 * i).append('\n');
        }
        Path table = Files.writeString(folder.resolve("line.csv"), rows);
        Cli run = Cli.run("train", "--dataset", "csv", "--data-dir", table, "--regression", "--epochs", 2, "--live",
                "--port", 0, "--no-report", "--out", folder.resolve("run"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("run/history.csv")).exists();
        assertThat(folder.resolve("run/snapshot.json")).doesNotExist();
    }

    @Test
    void aRunThatFailsLeavesNothing() {
        Cli run = Cli.run("train", "--dataset", "points", "--optimizer", "sgd", "--learning-rate", 1e30, "--epochs", 3,
                "--out", folder.resolve("run"));
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(Cli.run("train", "--dataset", "points", "--port", 1).err()).contains("add --live");
        assertThat(Cli.run("dashboard", "--port", 70_000).err()).contains("port 70000: must be from 0 to 65535");
        assertThat(Cli.run("dashboard", "--runs", file()).err()).contains("is a file: name the folder");
    }

    private Path file() {
        try {
            return Files.writeString(folder.resolve("file"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
