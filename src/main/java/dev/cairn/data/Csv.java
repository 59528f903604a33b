package dev.cairn.data;

import dev.cairn.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's table as text: a line for each sample, numbers as features, and one column to predict. Classes may be text or
 * numbers; they are numbered in ascending order.
 */
public final class Csv {
    private static final String TRAIN = "train.csv";
    private static final String TEST = "test.csv";

    private Csv() {
    }

    /** Loads a folder or a file with {@link CsvOptions#defaults}. */
    public static TrainTest load(Path path) {
        return load(path, CsvOptions.defaults());
    }

    /**
     * Loads a folder with {@code train.csv} and {@code test.csv}, or one file, from which a part is split off for testing;
     * of every class the same share.
     *
     * @throws DataException naming file, line and column of what cannot be used
     */
    public static TrainTest load(Path path, CsvOptions options) {
        if (Files.isDirectory(path)) {
            return loadFolder(path, options);
        }
        ArrayDataset all = read(path, options);
        TrainValidation parts = options.isRegression()
                ? all.split(options.testFraction(), options.seed())
                : all.splitStratified(options.testFraction(), options.seed());
        return new TrainTest(parts.train(), parts.validation());
    }

    /** Reads one file as one data set. */
    public static ArrayDataset read(Path file, CsvOptions options) {
        CsvTable table = table(file, options);
        return options.isRegression()
                ? regression(nameOf(file), table)
                : classification(nameOf(file), table, classNames(table));
    }

    private static TrainTest loadFolder(Path folder, CsvOptions options) {
        for (String name : List.of(TRAIN, TEST)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new DataException(folder, name + " is missing", "put " + TRAIN + " and " + TEST
                        + " there, or name a single file, which is split");
            }
        }
        CsvTable train = table(folder.resolve(TRAIN), options);
        CsvTable test = table(folder.resolve(TEST), options);
        if (train.features() != test.features()) {
            throw new DataException(folder, TRAIN + " has " + train.features() + " features, but " + TEST + " has "
                    + test.features(), "give both the same columns");
        }
        String name = nameOf(folder);
        if (options.isRegression()) {
            return new TrainTest(regression(name, train), regression(name, test));
        }
        List<String> classNames = classNames(train);
        return new TrainTest(classification(name, train, classNames), classification(name, test, classNames));
    }

    private static CsvTable table(Path file, CsvOptions options) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return CsvTable.read(file, in, options);
        } catch (IOException e) {
            throw ByteReader.unreadable(file, e,
                    "name a file of comma-separated values, or a folder with " + TRAIN + " and "
                            + TEST);
        }
    }

    private static String nameOf(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "data" : last.toString();
        return name.endsWith(".csv") ? name.substring(0, name.length() - ".csv".length()) : name;
    }

    private static ArrayDataset regression(String name, CsvTable table) {
        return ArrayDataset.ofFloats(name, table.values(), Shape.of(table.features()), table.numericLabels(), 1);
    }

    /** The data set of a table whose labels are all among the names. */
    static ArrayDataset classification(String name, CsvTable table, List<String> classNames) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String className : classNames) {
            numbers.put(className, numbers.size());
        }
        int[] labels = new int[table.labels().size()];
        for (int i = 0; i < labels.length; i++) {
            Integer number = numbers.get(table.labels().get(i));
            if (number == null) {
                throw table.labelError(i, "is class " + table.labels().get(i) + ", which no sample for training has",
                        "train with every class");
            }
            labels[i] = number;
        }
        return ArrayDataset.ofFloats(name, table.values(), Shape.of(table.features()), labels, classNames);
    }

    /** The distinct labels in ascending order: of numbers if all are numbers, else of text. */
    static List<String> classNames(CsvTable table) {
        List<String> names = table.labels().stream().distinct().toList();
        if (!names.stream().allMatch(Csv::isNumber)) {
            return names.stream().sorted().toList();
        }
        for (String name : names) {
            if (Double.parseDouble(name) != Math.rint(Double.parseDouble(name))) {
                throw table.labelError(table.labels().indexOf(name), "is " + name + ", which is not a class",
                        "ask for a regression, or name another column for the label");
            }
        }
        return names.stream().sorted(Comparator.comparingDouble(Double::parseDouble)).toList();
    }

    private static boolean isNumber(String text) {
        try {
            return !Double.isNaN(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
