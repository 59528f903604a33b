package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.metrics.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    private static final History RUN = History.empty()
            .plus(new History.Row(0.5, 10, 0.1, 1.5, values("train_loss", 2.25)))
            .plus(new History.Row(1, 20, 0.1, 3, values("train_loss", 0.1 + 0.2, "validation_accuracy", 0.5)))
            .plus(new History.Row(2, 40, 1e-4, 6, values("train_loss", Double.NaN, "validation_accuracy", 0.5)))
            .plus(new History.Row(3, 60, 1e-4, 9, values("validation_accuracy", 0.25)));

    private static final String CSV = """
            epoch,step,learning_rate,seconds,train_loss,validation_accuracy
            0.5,10,0.1,1.5,2.25,
            1,20,0.1,3,0.30000000000000004,0.5
            2,40,1.0E-4,6,NaN,0.5
            3,60,1.0E-4,9,,0.25
            """.replace("\n", "\r\n");

    @Test
    void writesCsv() {
        assertThat(RUN.toCsv()).isEqualTo(CSV);
    }

    @Test
    void readsWhatItWrote(@TempDir Path folder) {
        Path file = folder.resolve("history.csv");
        RUN.writeCsv(file);

        assertThat(History.readCsv(file)).isEqualTo(RUN);
    }

    @Test
    void keepsEvenStrangeNames() {
        History strange = History.empty().plus(new History.Row(1, 1, 1, 1, values("a \"b\", c", 1, "Größe\n", 2)));

        assertThat(HistoryCsv.parse("h.csv", strange.toCsv())).isEqualTo(strange);
    }

    @Test
    void writesJson() {
        History two = History.empty()
                .plus(new History.Row(0.5, 10, 0.1, 1.5, values("train_loss", 0.1 + 0.2, "train_accuracy", 0.5)))
                .plus(new History.Row(1, 20, 1e-4, 3, values("train_loss", Double.NaN)));

        assertThat(two.toJson()).isEqualTo("""
                [ {
                  "epoch": 0.5,
                  "step": 10,
                  "learning_rate": 0.1,
                  "seconds": 1.5,
                  "train_loss": 0.30000000000000004,
                  "train_accuracy": 0.5
                }, {
                  "epoch": 1,
                  "step": 20,
                  "learning_rate": 1.0E-4,
                  "seconds": 3,
                  "train_loss": null
                } ]
                """);
    }

    @Test
    void findsTheBestAndTheLast() {
        assertThat(RUN.best("validation_accuracy", Goal.MAXIMIZE)).contains(RUN.rows().get(1));
        assertThat(RUN.best("train_loss", Goal.MINIMIZE)).contains(RUN.rows().get(1));
        assertThat(RUN.last("validation_accuracy")).isEqualTo(0.25);
        assertThat(RUN.last("train_loss")).isNaN();
        assertThat(RUN.epochsUntilWithinOnePercentOfBest("train_loss", Goal.MINIMIZE)).isEqualTo(1);
        assertThat(RUN.column("train_loss")).containsExactly(2.25, 0.1 + 0.2, Double.NaN, Double.NaN);
        assertThat(RUN.columns()).containsExactly("train_loss", "validation_accuracy");
    }

    @Test
    void namesTheFiguresItHas() {
        assertThatThrownBy(() -> RUN.best("test_loss", Goal.MINIMIZE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: no figure 'test_loss', there are [train_loss, validation_accuracy]");
        assertThatThrownBy(() -> History.empty().last("train_loss")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new History.Row(1, 1, 1, 1, values("step", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: a figure cannot be named 'step'");
    }

    @Test
    void neverChanges() {
        SequencedMap<String, Double> values = values("train_loss", 1);
        History.Row row = new History.Row(1, 1, 1, 1, values);
        History one = History.empty().plus(row);
        values.put("train_loss", 2.0);

        assertThat(one.plus(row).rows()).hasSize(2);
        assertThat(one.rows()).containsExactly(new History.Row(1, 1, 1, 1, values("train_loss", 1)));
        assertThatThrownBy(() -> row.values().put("x", 1.0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                  | h.csv: is not a training history
            a,b,c,d,e                                           | h.csv: is not a training history
            epoch,step                                          | h.csv: is not a training history
            epoch,step,learning_rate,seconds,loss,loss          | h.csv, line 1: every column needs a name of its own
            epoch,step,learning_rate,seconds,step               | h.csv, line 1: every column needs a name of its own
            epoch,step,learning_rate,seconds,                   | h.csv, line 1: every column needs a name of its own
            epoch,step,learning_rate,seconds,loss;1,2,3,4       | h.csv, line 2: has 4 fields, the first line has 5
            epoch,step,learning_rate,seconds,loss;1,2,3,4,x     | h.csv, line 2: not a number: For input string: "x"
            epoch,step,learning_rate,seconds,loss;1,2.5,3,4,5   | h.csv, line 2: not a number: For input string: "2.5"
            epoch,step,learning_rate,seconds,loss;1,2,3,"4      | h.csv: is not well-formed CSV:
            """)
    void refusesWhatIsNoHistory(String text, String message) {
        assertThatThrownBy(() -> HistoryCsv.parse("h.csv", text.replace(';', '\n')))
                .isInstanceOf(CairnException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("h.csv");
        assertThatThrownBy(() -> History.readCsv(missing))
                .isInstanceOf(CairnException.class)
                .hasMessage("cannot read the history " + missing + ": there is no such file or folder");

        Path binary = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> History.readCsv(binary))
                .isInstanceOf(CairnException.class)
                .hasMessageEndingWith("it is not UTF-8 text");
    }

    private static SequencedMap<String, Double> values(Object... namesAndValues) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
        }
        return values;
    }
}
