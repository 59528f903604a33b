package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.cuda.Simulator;
import dev.cairn.testing.OnSimulatedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line where there are cards, four of them, of which the last is too old. */
@OnSimulatedCard
class CardCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void devicesListsDriverCardsCublasAndKernels() {
        Cli run = Cli.run("devices");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("cuda       CUDA: simulated card, compute capability 8.0, 1024 MiB",
                "matrix products by cuBLAS in FP32, ", " kernels loaded", "driver      for CUDA 12.6",
                "card 1      simulated card, compute capability 8.0, 1024 MiB\n",
                "card 3      simulated card, compute capability 7.0, 1024 MiB; too old: compute capability 7.5 is needed",
                "cuBLAS      ", "simulator/libcublas.so.12", "kernels     ");
        assertThat(Cli.run("devices", "--json").out()).contains("\"name\": \"card 3\",", "\"met\": false,",
                "\"available\": true,");
    }

    @Test
    void trainEvaluateAndPredictOnACard() throws IOException {
        Path run = folder.resolve("run");
        Cli train = cli("train --dataset points --epochs 1 --precision tf32 --device-index 1 --out", run);
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(train.err()).contains("computing on CUDA: simulated card", "cuBLAS in TF32").doesNotContain("CPU");
        Path model = run.resolve("model.safetensors");
        Cli evaluate = cli("evaluate --backend cuda --precision bf16", model);
        assertThat(evaluate.code()).as(evaluate.err()).isZero();
        assertThat(evaluate.err()).contains("cuBLAS in BF16");
        Path points = Files.writeString(folder.resolve("points.csv"), "0.5;0.5\n-0.5;0.25\n");
        Simulator.launches();
        Cli predict = cli("predict --backend cuda " + model, points);
        assertThat(predict.code()).as(predict.err()).isZero();
        assertThat(Simulator.launches()).contains("gemm");
        assertThat(predict.out()).isEqualTo(cli("predict --backend cpu " + model, points).out());
        assertThat(predict.out().lines()).hasSize(2);
    }

    @Test
    void trainStreamsItsDataWhenAskedTo() {
        long resident = copiesOfTraining("--no-stream");
        assertThat(copiesOfTraining("--stream")).as("copies between host and card").isGreaterThan(resident + 50);
        assertThat(folder.resolve("--stream/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("--no-stream/model.safetensors"));
    }

    private long copiesOfTraining(String streaming) {
        long before = Simulator.counts().copies();
        Cli train = cli("train --dataset points --epochs 2 --backend cuda " + streaming + " --out",
                folder.resolve(streaming));
        assertThat(train.code()).as(train.err()).isZero();
        return Simulator.counts().copies() - before;
    }

    @Test
    void aCardThatCannotBeUsedEndsTheCommandOrIsReplacedInOneLine() {
        Cli strict = cli("train --dataset points --backend cuda --device-index 3 --out", folder.resolve("run"));
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err().lines()).singleElement().asString()
                .contains("card 3 is too old", "card 0, simulated card");
        Cli any = cli("train --dataset points --epochs 1 --device-index 7 --precision tf32 --out",
                folder.resolve("other"));
        assertThat(any.code()).as(any.err()).isZero();
        assertThat(any.err().lines()).filteredOn(line -> line.contains("CPU")).singleElement().asString()
                .contains("in FP32 since the CPU has no TF32", "not on CUDA: there is no card 7");
    }

    private static Cli cli(String words, Path path) {
        return Cli.run((Object[]) (words + " " + path).split(" "));
    }
}
