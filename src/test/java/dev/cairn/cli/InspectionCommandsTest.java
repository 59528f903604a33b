package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code gradcheck} and {@code devices}. */
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
    void devicesSaysWhatComputesAndWhy() {
        Cli run = Cli.run("devices");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("cpu ", "plain Java", "in use", "cuda ", "not available: ", "reference ",
                "java ",
                "memory ");
        assertThat(Cli.run("devices", "--json").out()).contains("\"name\": \"cpu\"", "\"used\": true",
                "\"implementations\"");
    }
}
