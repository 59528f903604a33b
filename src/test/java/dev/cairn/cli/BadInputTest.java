package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines and data: one sentence, the right exit code, and nothing left behind. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Cli train(String options) {
        Path out = folder.resolve("run");
        Cli run = Cli.run((Object[]) ("train --out " + out + " " + options).split(" "));
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(out).doesNotExist();
        return run;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "--datset iris                                  | unknown option '--datset'; did you mean --dataset",
        "--dataset irs                                  | 'irs' is unknown; did you mean iris?",
        "--dataset iris extra                           | unexpected argument 'extra'",
        "--dataset iris --activation relo               | did you mean relu?",
        "--dataset iris --optimizer adm                 | did you mean adam?",
        "--dataset iris --loss mze                      | did you mean mse?",
        "--dataset iris --schedule cosin                | schedule cosin",
        "--dataset iris --init hee                      | did you mean he?",
        "--dataset iris --scale unt                     | did you mean unit?",
        "--dataset iris --backend gpu                   | 'gpu' is unknown; ",
        "--dataset iris --epochs many                   | 'many' is not an int",
        "--dataset iris --epochs 0                      | epochs 0: must be at least 1",
        "--dataset iris --learning-rate 0               | learning rate 0.0: must be above 0",
        "--dataset iris --learning-rate NaN             | learning rate NaN: must be above 0",
        "--dataset iris --optimizer sgd --momentum 1    | momentum 1.0: must be at least 0 and below 1",
        "--dataset iris --momentum 0.5                  | --momentum is for --optimizer sgd, not adam",
        "--dataset iris --optimizer sgd --momentum 0 --nesterov | nesterov: needs a momentum above 0",
        "--dataset iris --l2 -1                         | l2 -1.0: must be at least 0",
        "--dataset iris --weight-decay 0.1              | --weight-decay is for --optimizer adamw, not adam; use --l2",
        "--dataset iris --dropout 1                     | 1.0",
        "--dataset iris --hidden 10,x                   | hidden '10,x': must be the sizes of layers",
        "--dataset iris --hidden 0                      | hidden '0': a layer has at least 1 output",
        "--dataset iris --batch-size 0                  | batch size 0: must be at least 1",
        "--dataset iris --batch-size 121                | at most the 120 samples",
        "--dataset iris --train-size 0                  | --train-size 0: must be 1 to the 120 samples",
        "--dataset iris --train-size 500                | --train-size 500: must be 1 to the 120 samples",
        "--dataset points --train-size 0                | size 0 must be at least 1",
        "--dataset iris --validation 120                | leaves a part empty",
        "--dataset iris --validation 1.5                | must be a share below 1",
        "--dataset iris --grey                          | only colour images",
        "--dataset iris --augment shift=1               | holds numbers, not 8-bit images",
        "--dataset points --early-stopping 3            | split samples off with --validation",
        "--dataset points --validation 0.1 --early-stopping 0 | patience 0 must be at least 1",
        "--dataset points --evaluate-per-epoch 0        | must be at least 1",
        "--dataset points --label-smoothing 1           | label smoothing 1.0",
        "--dataset points --loss mse --label-smoothing 0.1 | --label-smoothing is for",
        "--dataset points --threads 0                   | threads 0: must be at least 1",
        "--dataset points --precision fp16              | 'fp16' is unknown; did you mean fp32?",
        "--dataset points --device-index -1             | device index -1: cards count from 0",
        "--dataset points --backend cpu --device-index 1 | --device-index is for --backend cuda or auto, not cpu",
        "--dataset points --data-dir .                  | points are generated and need no folder",
        "--dataset points --regression                  | --regression is for --dataset csv, not points",
        "--dataset csv                                  | --dataset csv needs --data-dir"})
    void wrongCommandLines(String options, String message) {
        Cli run = train(options);
        assertThat(run.err()).contains(message).contains("Run 'cairn train --help' for all options.");
        assertThat(run.code()).as(run.err()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "--dataset mnist --data-dir nowhere    | nowhere: there is no such folder; MNIST consists of train-images-idx3-ubyte",
        "--dataset cifar10                     | name the folder you have them in with --data-dir",
        "--dataset svhn --data-dir pom.xml     | pom.xml: is a file, not a folder",
        "--dataset csv --data-dir nowhere.csv  | nowhere.csv",
        "--dataset points --backend cuda       | backend CUDA is not available: ",
        "--dataset points --backend cpu --precision tf32 | backend CPU is not available: TF32 ",
        "--dataset points --backend reference --precision bf16 | it computes in double precision and has no BF16",
        "--dataset points --optimizer sgd --learning-rate 1e30 | training diverged: the loss is "})
    void failures(String options, String message) {
        Cli run = train(options);
        assertThat(run.err()).contains(message).doesNotContain("--help");
        assertThat(run.code()).as(run.err()).isEqualTo(1);
    }

    @Test
    void truncatedFilesAreNamed() throws IOException {
        Path truncated = RealData.folder("svhn-truncated").resolve("train_32x32.mat");
        Files.copy(truncated, folder.resolve("train_32x32.mat"));
        Files.copy(truncated, folder.resolve("test_32x32.mat"));
        Cli run = train("--dataset svhn --data-dir " + folder);
        assertThat(run.err()).contains("train_32x32.mat", "byte ", "get the file again from http");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void anEarlierRunIsNotOverwritten() {
        Path out = folder.resolve("run");
        assertThat(Cli.run("train", "--dataset", "points", "--epochs", 1, "--out", out).code()).isZero();
        Cli again = Cli.run("train", "--dataset", "points", "--epochs", 1, "--out", out);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("of an earlier run: remove it or name another folder");
    }

    @Test
    void debugShowsWhereAFailureCameFrom() {
        Cli run = Cli.run("train", "--dataset", "mnist", "--data-dir", "nowhere", "--debug");
        assertThat(run.err()).contains("\tat dev.cairn.data").contains("cairn: nowhere: there is no such folder");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void unknownCommands() {
        Cli run = Cli.run("trian");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unexpected argument 'trian'; did you mean train?");
        assertThat(Cli.run("train", "serch").err()).contains("unexpected argument 'serch'").doesNotContain("mean");
    }

    @Test
    void theHelpListsAllCommandsWhateverElseIsNamed() {
        Cli run = Cli.run("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: cairn [-hV] [COMMAND]").contains("  bench      Times training steps")
                .doesNotContain("us_per_step");
        assertThat(Cli.run("--help", "train").out()).isEqualTo(run.out());
        assertThat(Cli.run().out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @CsvSource({"train", "search", "reproduce", "evaluate", "predict", "dashboard", "gradcheck", "profile", "devices",
        "bench"})
    void everyCommandHasHelp(String command) {
        Cli run = Cli.run(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: cairn " + command).contains("--debug");
        assertThat(run.err()).isEmpty();
        assertThat(Cli.run("--help").out()).contains(command);
    }

    @Test
    void aFileOfWordsMayNameTheCommand() throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "evaluate --help");
        assertThat(Cli.run("@" + words).out()).startsWith("Usage: cairn evaluate").contains("--debug");
    }
}
