package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Cifar10;
import dev.cairn.data.Csv;
import dev.cairn.data.CsvOptions;
import dev.cairn.data.DataException;
import dev.cairn.data.FashionMnist;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Iris;
import dev.cairn.data.Mnist;
import dev.cairn.data.Points;
import dev.cairn.data.Svhn;
import dev.cairn.data.TrainTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples there are, and where they come from. */
final class SourceOptions {
    private static final int HOUSE_NUMBERS_TRAIN = 50_000;
    private static final int HOUSE_NUMBERS_TEST = 5_000;
    private static final int POINTS_EACH = 1_000;

    @Option(names = "--dataset", paramLabel = "NAME", description = {
        "house-numbers (generated), svhn, mnist, fashion-mnist, cifar10, iris (built in), points (generated) or csv."})
    private @Nullable DatasetName dataset;

    @Option(names = "--data-dir", paramLabel = "PATH",
            description = "The folder of the data set's files; for csv a file, or a folder with train.csv and test.csv. Default: data/NAME.")
    private @Nullable Path folder;

    @Option(names = {"--train-size", "--limit"}, paramLabel = "N", description = {
        "So many samples for training: generated (default 50000 house numbers, 1000 points), or drawn at random from the training set (default all)."})
    private @Nullable Integer trainSize;

    @Option(names = "--test-size", paramLabel = "N",
            description = "So many samples for testing: generated (default 5000 house numbers, 1000 points), or drawn at random from the test set (default all).")
    private @Nullable Integer testSize;

    @Option(names = "--data-seed", paramLabel = "N",
            description = "Decides which samples are generated, drawn, or split off for validation and testing. Default: 0, or what a model was trained with.")
    private @Nullable Long dataSeed;

    @Option(names = "--label", paramLabel = "COLUMN",
            description = "csv: the column to predict, by name or number from 0. Default: the last.")
    private @Nullable String label;

    @Option(names = "--regression", description = "csv: the column to predict holds numbers, not classes.")
    private boolean regression;

    /** The data set that was named, or else another. */
    DatasetName datasetOr(DatasetName other) {
        return dataset == null ? other : dataset;
    }

    /** The seed of the data that was given, or else another. */
    long seedOr(long other) {
        return dataSeed == null ? other : dataSeed;
    }

    /** Loads or generates a data set, and passes its warnings on. */
    TrainTest load(DatasetName name, long seed, OutputOptions output) {
        checkOptionsOf(name);
        TrainTest data = name.isGenerated() ? generate(name, seed) : read(name, seed);
        data.warnings().forEach(output::warn);
        return data;
    }

    /** One part of a data set; a table in one file that is wanted whole is not split. */
    ArrayDataset load(DatasetName name, DatasetPart part, long seed, OutputOptions output) {
        if (name == DatasetName.CSV && part == DatasetPart.ALL && folder != null && !Files.isDirectory(folder)) {
            return Csv.read(folder, csvOptions(seed));
        }
        return part.of(load(name, seed, output));
    }

    private void checkOptionsOf(DatasetName name) {
        if (name != DatasetName.CSV && (label != null || regression)) {
            throw new IllegalArgumentException(
                    (label != null ? "--label" : "--regression") + " is for --dataset csv, not " + name);
        }
        if (name.isGenerated() && folder != null) {
            throw new IllegalArgumentException("--data-dir: " + name + " are generated and need no folder");
        }
        if (name == DatasetName.CSV && folder == null) {
            throw new IllegalArgumentException(
                    "--dataset csv needs --data-dir: a file of comma-separated values, or a folder with train.csv"
                            + " and test.csv");
        }
    }

    private TrainTest generate(DatasetName name, long seed) {
        return name == DatasetName.POINTS
                ? Points.generate(or(trainSize, POINTS_EACH), or(testSize, POINTS_EACH), seed)
                : HouseNumbers.load(or(trainSize, HOUSE_NUMBERS_TRAIN), or(testSize, HOUSE_NUMBERS_TEST), seed);
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }

    private TrainTest read(DatasetName name, long seed) {
        Path path = folder == null ? Path.of("data", name.toString()) : folder;
        TrainTest data;
        try {
            data = read(name, path, seed);
        } catch (DataException e) {
            if (folder == null && !Files.exists(path)) {
                throw new CairnException(e.getMessage() + "; name the folder you have them in with --data-dir", e);
            }
            throw e;
        }
        return new TrainTest(some("--train-size", trainSize, data.train(), seed),
                some("--test-size", testSize, data.test(), seed), data.warnings());
    }

    private TrainTest read(DatasetName name, Path path, long seed) {
        return switch (name) {
            case SVHN -> Svhn.load(path);
            case MNIST -> Mnist.load(path);
            case FASHION_MNIST -> FashionMnist.load(path);
            case CIFAR10 -> Cifar10.load(path);
            case IRIS -> folder == null ? Iris.load(seed) : Iris.load(path, seed);
            case CSV -> Csv.load(path, csvOptions(seed));
            case HOUSE_NUMBERS, POINTS -> throw new IllegalArgumentException(name + " are generated");
        };
    }

    private CsvOptions csvOptions(long seed) {
        CsvOptions options = CsvOptions.defaults().seed(seed);
        options = label == null ? options : options.label(label);
        return regression ? options.regression() : options;
    }

    private ArrayDataset some(String option, @Nullable Integer count, ArrayDataset all, long seed) {
        if (count == null || count == all.size()) {
            return all;
        }
        if (count < 1 || count > all.size()) {
            throw new IllegalArgumentException(
                    option + " " + count + ": must be 1 to the " + all.size() + " samples of " + all.name());
        }
        return all.splitCount(count, seed).validation();
    }
}
