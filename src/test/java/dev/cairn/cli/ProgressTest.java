package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.train.History;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(text), terminal, 2);
    }

    private static History.Row row(double epoch) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("train_loss", 0.25);
        figures.put("validation_accuracy", 0.5);
        return new History.Row(epoch, 10, 0.1, 1, figures);
    }

    @Test
    void onATerminalOneLineIsRewrittenNowAndThen() throws InterruptedException {
        try (Progress progress = progress(true)) {
            progress.onEvaluation(row(1));
            for (int step = 1; step <= 3; step++) {
                progress.onStep(step, 20, step * 32L);
            }
            assertThat(text.toString()).as("too soon for a line").isEmpty();
            Thread.sleep(120);
            for (int step = 11; step <= 20; step++) {
                progress.onStep(step, 20, step * 32L);
            }
            assertThat(text.toString()).startsWith("\repoch 2/2, ").contains("samples/s, 0:00 left, loss 0.2500, val")
                    .doesNotContain("\n");
            assertThat(text.toString().split("\r")).as("lines").hasSize(2)
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        }
        assertThat(text.toString()).as("the line is gone").matches("(?s).*\r +\r");
    }

    @Test
    void elsewhereALineAnEpoch() {
        try (Progress progress = progress(false)) {
            progress.onStep(10, 20, 320);
            progress.onEvaluation(row(0.5));
            progress.onEvaluation(row(1));
        }
        assertThat(text.toString().lines()).hasSize(1).first().asString()
                .matches("epoch 1/2, [0-9,]+ samples/s, 0:00 left, loss 0.2500, validation accuracy 50.0 %");
    }
}
