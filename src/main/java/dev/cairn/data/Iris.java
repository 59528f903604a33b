package dev.cairn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Iris: 150 flowers of 3 species by 4 lengths in centimetres (Fisher, 1936), built in: the file of the UCI Machine Learning
 * Repository, CC BY 4.0, with its two known errors in rows 35 and 38. A fifth of every species is for testing: 120 + 30.
 */
public final class Iris {
    private static final String RESOURCE = "iris.csv";
    private static final String PAGE = "https://archive.ics.uci.edu/dataset/53/iris, or use the data that is built in";
    private static final double TEST_FRACTION = 0.2;
    private static final CsvOptions FORMAT = CsvOptions.defaults().header(CsvOptions.Header.ABSENT).separator(',');

    private Iris() {
    }

    /** The built-in data; the seed decides which flowers are for testing. */
    public static TrainTest load(long seed) {
        return split(all(), seed);
    }

    /**
     * The data of a folder with {@code iris.data} or {@code iris.csv}.
     *
     * @throws DataException where neither is there, or it is not what it should be
     */
    public static TrainTest load(Path path, long seed) {
        DataFolder folder = new DataFolder(path, "Iris", List.of("iris.data (or iris.csv)"), PAGE);
        Path file = folder.require("iris.data", "iris.csv");
        try (InputStream in = Files.newInputStream(file)) {
            return split(read(file, in, folder.advice()), seed);
        } catch (IOException e) {
            throw ByteReader.unreadable(file, e, folder.advice());
        }
    }

    /** All 150 flowers in the published order, species after species. */
    public static ArrayDataset all() {
        try (InputStream in = Objects.requireNonNull(Iris.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return read(Path.of(RESOURCE), in, "reinstall this library");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayDataset read(Path file, InputStream in, String advice) {
        CsvTable table = CsvTable.read(file, in, FORMAT);
        List<String> species = Csv.classNames(table);
        if (table.features() != 4 || species.size() != 3) {
            throw new DataException(file, "has " + table.features() + " features and " + species.size()
                    + " classes, but Iris has 4 and 3", advice);
        }
        return Csv.classification("Iris", table, species);
    }

    private static TrainTest split(ArrayDataset all, long seed) {
        TrainValidation parts = all.splitStratified(TEST_FRACTION, seed);
        return new TrainTest(parts.train(), parts.validation());
    }
}
