package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final CsvOptions DEFAULTS = CsvOptions.defaults();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void findsOutHeaderAndSeparator(String separator) throws IOException {
        ArrayDataset data = read("\uFEFFlength,width,kind\r\n1,2,small\r\n\r\n3.5,-4e1,\"big, \"\"really\"\"\"\r\n"
                .replace(",", separator).replace("big" + separator, "big,"), DEFAULTS);

        assertThat(data).hasToString("table: 2 samples [2], 2 classes");
        assertThat(data.floats()).containsExactly(1, 2, 3.5f, -40);
        assertThat(data.classNames()).containsExactly("big, \"really\"", "small");
        assertThat(data.labels()).containsExactly(1, 0);
    }

    @Test
    void readsFilesWithoutHeader() throws IOException {
        assertThat(read("1,2,7\n3,4,9\n", DEFAULTS).floats()).containsExactly(1, 2, 3, 4);
        assertThat(read("1,2,7\n3,4,9", DEFAULTS.header(CsvOptions.Header.PRESENT)).floats()).containsExactly(3, 4);
        assertThat(read("-1,2,a\n3,-1,b\n", DEFAULTS).floats()).containsExactly(-1, 2, 3, -1);
    }

    @Test
    void numbersClassesInAscendingOrder() throws IOException {
        ArrayDataset data = read("1,10\n2,9\n3,-1\n4,9\n", DEFAULTS);

        assertThat(data.classNames()).containsExactly("-1", "9", "10");
        assertThat(data.labels()).containsExactly(2, 1, 0, 1);
    }

    @Test
    void takesTheLabelByNameOrNumber() throws IOException {
        String text = "id,kind,size\n1,a,10\n2,b,20\n";
        assertThat(read(text, DEFAULTS.label("kind")).floats()).containsExactly(1, 10, 2, 20);
        assertThat(read(text, DEFAULTS.label(1)).floats()).containsExactly(1, 10, 2, 20);
        assertThat(read(text, DEFAULTS.label("-2")).floats()).containsExactly(1, 10, 2, 20);
        assertRefused(text, DEFAULTS.label("kinds"),
                ": line 1 has no column kinds for the label; did you mean kind? name one "
                        + "of id, kind, size, or a number from 0 to 2");
        assertRefused(text, DEFAULTS.label(3),
                ": line 1 has no column 3 for the label; name one of id, kind, size, or a "
                        + "number from 0 to 2");
    }

    @Test
    void readsNumbersToPredict() throws IOException {
        ArrayDataset data = read("rooms,price\n1,100.5\n2,200\n", DEFAULTS.regression());

        assertThat(data).hasToString("table: 2 samples [1], 1 targets");
        assertThat(data.targets()).containsExactly(100.5f, 200);
        assertRefused("rooms,price\n1,100.5\n2,cheap\n", DEFAULTS.regression(),
                ": line 3, column 2 (price) is \"cheap\", not a finite number; a regression needs numbers there");
        assertRefused("rooms,price\n1,100.5\n2,200\n", DEFAULTS,
                ": line 2, column 2 (price) is 100.5, which is not a class; "
                        + "ask for a regression, or name another column for the label");
    }

    @Test
    void splitsOneFile() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(i).append(',').append(i % 2 == 0 ? "even" : "odd").append('\n');
        }
        Path file = Fixtures.write(folder, "table.csv", text.toString());
        TrainTest data = Csv.load(file, DEFAULTS.testFraction(0.3).seed(4));

        assertThat(data.train().classHistogram()).containsExactly(35, 35);
        assertThat(data.test().classHistogram()).containsExactly(15, 15);
        assertThat(Csv.load(file).test().size()).isEqualTo(20);
    }

    @Test
    void readsAFolderOfTwoFiles() throws IOException {
        Fixtures.write(folder, "train.csv", "1,b\n2,a\n");
        Fixtures.write(folder, "test.csv", "3,b\n");
        TrainTest data = Csv.load(folder);

        assertThat(data.train().labels()).containsExactly(1, 0);
        assertThat(data.test().labels()).containsExactly(1);
        Fixtures.write(folder, "test.csv", "3,b\n3,c\n");
        assertFolderRefused(folder.resolve("test.csv")
                + ": line 2, column 2 is class c, which no sample for training has; train with every class");
        Fixtures.write(folder, "test.csv", "3,4,b\n");
        assertFolderRefused(folder + ": train.csv has 1 features, but test.csv has 2; give both the same columns");
        Files.delete(folder.resolve("test.csv"));
        assertFolderRefused(
                folder + ": test.csv is missing; put train.csv and test.csv there, or name a single file, which is "
                        + "split");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Csv.load(folder.resolve("no.csv")))
                .withMessage(
                        folder.resolve("no.csv") + ": cannot be read: there is no such file or folder; name a file of "
                                + "comma-separated values, or a folder with train.csv and test.csv");
    }

    @Test
    void namesLineAndColumnOfAFault() throws IOException {
        assertRefused("a,b,c\n1,2,x\n1,two,x\n", DEFAULTS,
                ": line 3, column 2 (b) is \"two\", not a finite number; features "
                        + "must be numbers with a decimal point");
        assertRefused("1,2,x\n1,NaN,x\n", DEFAULTS,
                ": line 2, column 2 is \"NaN\", not a finite number; features must be "
                        + "numbers with a decimal point");
        assertRefused("1,2,x\n1,,x\n", DEFAULTS, ": line 2, column 2 is empty; fill it in or remove the line");
        assertRefused("1,2,x\n1,2, \n", DEFAULTS, ": line 2, column 3 is empty; fill it in or remove the line");
        assertRefused("1,2,x\n1,2\n", DEFAULTS, ": line 2 has 2 fields, but the first line has 3; correct the file");
        assertRefused("1|2|x\n", DEFAULTS,
                ": line 1 has only one column, but features and a label are needed; check the "
                        + "separator, which may be a comma, a semicolon or a tab");
        assertRefused("", DEFAULTS, ": has no rows of data; correct the file");
        assertRefused("a,b,c\n", DEFAULTS, ": has no rows of data; correct the file");
        assertRefused("1,2,x\n1," + "\u0001".repeat(40) + ",x\n", DEFAULTS, ": line 2, column 2 is \"" + "?".repeat(30)
                + "...\", not a finite number; features must be numbers with a decimal point");
    }

    @Test
    void refusesOpenQuotes() throws IOException {
        Path file = Fixtures.write(folder, "table.csv", "1,2,x\n1,\"2,x\n");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Csv.read(file, DEFAULTS))
                .withMessageStartingWith(file + ": is not well-formed: ").withMessageContaining("line 2");
    }

    @Test
    void refusesWrongOptions() {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.separator('|'))
                .withMessage("separator |: must be a comma, a semicolon or a tab");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.testFraction(1))
                .withMessage("split: fraction 1.0 must be between 0 and 1");
    }

    private ArrayDataset read(String text, CsvOptions options) throws IOException {
        return Csv.read(Fixtures.write(folder, "table.csv", text), options);
    }

    private void assertRefused(String text, CsvOptions options, String message) throws IOException {
        Path file = Fixtures.write(folder, "table.csv", text);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Csv.read(file, options))
                .withMessage(file + message);
    }

    private void assertFolderRefused(String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Csv.load(folder)).withMessage(message);
    }
}
