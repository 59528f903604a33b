package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.testing.AlwaysRounded;
import dev.cairn.testing.OnSimulatedCard;
import dev.cairn.testing.RealData;
import dev.cairn.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training on a card in each precision, in BF16 with factors that our own kernel rounds. */
@OnSimulatedCard
@ExtendWith(AlwaysRounded.class)
class CardPrecisionTest {
    /** A loss over 50 steps was seen to differ by a third of a percent. */
    private static final double TOLERANCE = 0.02;

    @TempDir
    private Path folder;

    @Test
    void digitsAreLearnedInEveryPrecision() throws IOException {
        List<Double> exact = losses("fp32");
        assertThat(exact).hasSize(4);
        assertThat(exact.getLast()).isLessThan(exact.getFirst() / 2);
        for (String precision : List.of("tf32", "bf16")) {
            List<Double> shortened = losses(precision);
            assertThat(shortened).as(precision).isNotEqualTo(exact);
            for (int i = 0; i < 4; i++) {
                double expected = exact.get(i);
                assertThat(shortened.get(i)).as("%s, 50 steps from %d on", precision, 50 * i).isCloseTo(expected,
                        within(TOLERANCE * expected));
            }
        }
    }

    /** The training losses of four times 50 steps. */
    private List<Double> losses(String precision) throws IOException {
        Path run = folder.resolve(precision);
        Cli train = Cli.run("train", "--dataset", "mnist", "--data-dir", RealData.folder("mnist"), "--train-size", 3200,
                "--test-size", 200, "--batch-size", 16, "--hidden", 32, "--epochs", 1, "--evaluate-per-epoch", 4,
                "--no-report", "--backend", "cuda", "--precision", precision, "--out", run);
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(train.err()).containsIgnoringCase("cuBLAS in " + precision);
        return History.readCsv(run.resolve("history.csv")).rows().stream()
                .map(row -> row.values().get("train_loss")).toList();
    }
}
