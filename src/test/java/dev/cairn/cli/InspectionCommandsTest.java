package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import org.junit.jupiter.api.Test;

/** {@code gradcheck}, {@code profile} and {@code devices}. */
class InspectionCommandsTest {
    @Test
    void gradcheckShowsEveryMatrixAndPasses() {
        Cli run = Cli.run("gradcheck");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("sum", "mean", "min", "max", "absolute", "relative", "0.weight", "numeric",
                "all within their bounds").doesNotContain("WRONG");
    }

    @Test
    void gradcheckTakesAnotherStep() {
        Cli run = Cli.run("gradcheck", "--step", 0.01, "--only", "sigmoid alone");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Sigmoid alone: ok", "1 cases, largest difference 1.7e-06")
                .doesNotContain("within");
        assertThat(Cli.run("gradcheck", "--only", "sigmoid alone", "--json").out())
                .contains("\"name\": \"Sigmoid alone\"", "\"passes\": true", "\"analytic\": {",
                        "\"absoluteDifference\": ");
        assertThat(Cli.run("gradcheck", "--step", 2).code()).isEqualTo(2);
        assertThat(Cli.run("gradcheck", "--only", "nothing of this name").code()).isEqualTo(2);
    }

    @Test
    void profileSaysWhereAStepsTimeGoes() {
        Cli run = Cli.run("profile", "--dataset", "iris", "--hidden", 7, "--batch-size", 35, "--steps", 4);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("A training step of Sequential(Dense(4, 7), Relu, Dense(7, 3)) on 35 samples")
                .containsPattern("gemm NN +35x4x7 +1.00 ").containsPattern("gather +480, 35, 140 +1.00 ")
                .containsPattern("recordStep +\\S.* +1.00 ").doesNotContain("recordLoss")
                .containsPattern("update adam +\\S+, 2, 1, 256 +1.00 ").contains("between operations", "100.0 %")
                .containsPattern("a step takes \\S+ us, and \\S+ us where each operation is waited for")
                .contains("training replays whole steps where it can");
        assertThat(run.err()).contains("computing on ").doesNotContain("warning");
    }

    @Test
    void profileOfStreamedSamples() {
        Cli run = Cli.run("profile", "--dataset", "iris", "--batch-size", 35, "--steps", 3, "--stream");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("prefetch begin +140, 35 +1.00 ")
                .containsPattern("prefetch finish +140, 35 +1.00 ");
    }

    @Test
    void profileAsJson() {
        Cli run = Cli.run("profile", "--dataset", "iris", "--steps", 3, "--backend", "reference", "--json", "--quiet");
        assertThat(run.out()).contains("\"backend\": \"REFERENCE\"", "\"batchSize\": 16", "\"steps\": 3",
                "\"hostMicroseconds\": ", "\"name\": \"gemm NN\"", "\"sizes\": \"16x4x16\"", "\"calls\": 3,",
                "\"flop\": " + 3 * 2 * 16 * 4 * 16);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void profileRefusesWhatItCannotDo() {
        assertThat(Cli.run("profile", "--steps", 0).code()).isEqualTo(2);
        assertThat(Cli.run("profile", "--steps", 0).err()).contains("steps 0: must be at least 1");
        assertThat(Cli.run("profile", "--epochs", 3).err()).contains("unknown option '--epochs'");
        assertThat(Cli.run("profile", "--dataset", "points", "--optimizer", "sgd", "--learning-rate", 1e30).err())
                .contains("warning: the loss stopped being a finite number");
    }

    @Test
    void devicesSaysWhatComputesAndWhy() {
        Cli run = Cli.run("devices");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("cpu ", "plain Java", "in use", "cuda ", "reference ", "java ", "memory ");
        assertThat(Cli.run("devices", "--json").out()).contains("\"name\": \"cpu\"", "\"used\": true",
                "\"implementations\"");
    }

    @Test
    void devicesSaysWhatIsMissingForCudaAndHowToGetIt() {
        if (Backend.CUDA.isAvailable()) {
            return;
        }
        assertThat(Cli.run("devices").out()).contains("not available for want of: ", "install the ",
                "kernels     ").contains(Backend.CUDA.whyNot().orElseThrow());
        assertThat(Cli.run("devices", "--json").out()).contains("\"description\": \"not available: ",
                "\"prerequisites\"", "\"name\": \"driver\"", "\"met\": false");
    }
}
