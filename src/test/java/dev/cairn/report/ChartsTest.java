package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    private static final double[] X = {1, 2};
    private static final LineChart CHART = LineChart.of("Loss", Axis.of("epoch"), Axis.of("loss")).plus("a", X, X);

    @Test
    void filesHoldWhatTheChartAnswers(@TempDir Path folder) throws Exception {
        assertThat(Charts.isAvailable()).isTrue();
        CHART.writePng(folder.resolve("a.png"));
        CHART.writeSvg(folder.resolve("a.svg"));
        assertThat(folder.resolve("a.png")).hasBinaryContent(CHART.png());
        assertThat(folder.resolve("a.svg")).hasContent(CHART.svg());
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aRuntimeWithoutTheDesktopModuleSaysSoInOneSentence() throws Exception {
        assertThat(ForkedJvm.run(DrawOne.class, List.of("--limit-modules", "java.base"))).containsExactly(
                "charts need the Java module java.desktop, which this Java runtime lacks: run it on a full JDK, or add the "
                        + "module to the runtime");
    }

    /** Asks first and then draws without having been allowed to. */
    static final class DrawOne {
        private DrawOne() {
        }

        public static void main(String[] args) {
            String reason = Charts.whyNot().orElse("it can draw");
            System.out.println(reason);
            try {
                LineChart.of("Loss", Axis.of("epoch"), Axis.of("loss")).plus("a", new double[1], new double[1]).png();
                System.out.println("it drew");
            } catch (CairnException e) {
                if (!reason.equals(e.getMessage())) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
