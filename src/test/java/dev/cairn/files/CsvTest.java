package dev.cairn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void quotesOnlyWhatNeedsIt() {
        assertThat(Csv.line(List.of("plain", "a,b", "say \"hi\"", "two\nlines", "")))
                .isEqualTo("plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }

    @Test
    void readsBackWhatItWrites() {
        List<String> fields = List.of("a,b", "\"", "\r\n", "", " kept ", "ü");

        assertThat(Csv.parse("t.csv", Csv.line(fields) + Csv.line(List.of("x"))))
                .containsExactly(new Csv.Line(1, fields), new Csv.Line(3, List.of("x")));
    }

    @Test
    void readsBareLineFeedsEmptyLinesAndALastLineWithoutEnd() {
        assertThat(Csv.parse("t.csv", "a,b\n\n1,\n3,4"))
                .containsExactly(
                        new Csv.Line(1, List.of("a", "b")),
                        new Csv.Line(3, List.of("1", "")),
                        new Csv.Line(4, List.of("3", "4")));
        assertThat(Csv.parse("t.csv", "")).isEmpty();
    }

    @Test
    void namesTheLineOfABadQuote() {
        assertThatThrownBy(() -> Csv.parse("t.csv", "a\n\"b\nc"))
                .isInstanceOf(CairnException.class)
                .hasMessage("t.csv, line 2: a quoted field is never closed");
        assertThatThrownBy(() -> Csv.parse("t.csv", "a\nb\"c\""))
                .isInstanceOf(CairnException.class)
                .hasMessageStartingWith("t.csv, line 2: a quote within a field");
        assertThatThrownBy(() -> Csv.parse("t.csv", "\"a\"b"))
                .isInstanceOf(CairnException.class)
                .hasMessageStartingWith("t.csv, line 1: expected a comma");
    }
}
