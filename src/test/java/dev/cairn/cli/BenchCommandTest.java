package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    Path temp;

    @Test
    void oneLineACaseAndAFileOfAll() {
        Path folder = temp.resolve("run");
        Cli run = Cli.run("bench", "--net", "12-5-3", "--batch", "1,4", "--threads", "1,2", "--backend",
                "cpu,reference", "--mode", "train,infer", "--seconds", 0.005, "--out", folder);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(12).allMatch(line -> line.matches(
                "backend=(cpu|reference) mode=(train|infer) net=12-5-3 batch=[14] threads=[12] us_per_step=[0-9.]+"
                        + " us_low=[0-9.]+ us_high=[0-9.]+ us_gemm=[0-9.]+ samples_per_s=[0-9.]+ gflops=[0-9.]+"
                        + " share_of_limit=[0-9.]+"));
        assertThat(run.err()).contains("measured on CPU", "wrote " + folder);
        assertThat(folder.resolve("bench.json")).content().contains("\"net\": \"12-5-3\"", "\"us_per_step\": ",
                "\"device\": \"CPU");
        assertThat(folder).isDirectoryContaining("glob:**limit.svg")
                .isDirectoryContaining("glob:**batch-train-12-5-3.svg")
                .isDirectoryContaining("glob:**batch-infer-12-5-3.svg");
    }

    @Test
    void plainStepsAreSaidToBeSo() {
        Cli run = Cli.run("bench", "--net", "12-5-3", "--batch", 1, "--backend", "cpu", "--no-replay", "--seconds",
                0.001, "--out", temp);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(" net=12-5-3 replay=no batch=1 ");
    }

    @Test
    void widthsAreThoseOfTheHiddenLayers() {
        Cli run = Cli.run("bench", "--width", "2,3", "--batch", 1, "--threads", 1, "--backend", "cpu", "--seconds",
                0.001, "--json", "--out", temp);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1024-2-10", "1024-3-10");
        assertThat(temp).isDirectoryContaining("glob:**width-train-1024-n-10-batch-1.svg");
    }

    @Test
    void whatCannotBeMeasuredIsSaidBeforeAnythingIs() {
        assertThat(Cli.run("bench", "--net", "12-x").err()).contains("net '12-x': must be widths");
        assertThat(Cli.run("bench", "--batch", "0").err()).contains("batch 0 must be at least 1");
        assertThat(Cli.run("bench", "--seconds", "0").err()).contains("seconds 0.0: must be above 0");
        assertThat(Cli.run("bench", "--mode", "trane").err()).contains("did you mean train?");
        assertThat(Cli.run("bench", "--seconds", "0").code()).isEqualTo(2);
    }
}
