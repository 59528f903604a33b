package dev.cairn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data sets of published figures are. */
final class DataFolders {
    private static final String DATA = "CAIRN_DATA";
    private static final Map<DatasetName, List<String>> USUAL = Map.of(
            DatasetName.SVHN, List.of("svhn", "svhn-subset"),
            DatasetName.MNIST, List.of("mnist"),
            DatasetName.CIFAR10, List.of("cifar-10-batches-bin", "cifar10"));

    @Option(names = "--data-svhn", paramLabel = "FOLDER",
            description = "The folder of SVHN's files. Default: svhn or svhn-subset in $CAIRN_DATA, or in data.")
    private @Nullable Path svhn;

    @Option(names = "--data-mnist", paramLabel = "FOLDER",
            description = "The folder of MNIST's files. Default: mnist in $CAIRN_DATA, or in data.")
    private @Nullable Path mnist;

    @Option(names = "--data-cifar10", paramLabel = "FOLDER",
            description = "The folder of CIFAR-10's files. Default: cifar-10-batches-bin in $CAIRN_DATA, or in data.")
    private @Nullable Path cifar10;

    /** The folder of a data set; empty where it is nowhere. */
    private Optional<Path> of(DatasetName dataset) {
        Map<DatasetName, Path> given = new EnumMap<>(DatasetName.class);
        put(given, DatasetName.SVHN, svhn);
        put(given, DatasetName.MNIST, mnist);
        put(given, DatasetName.CIFAR10, cifar10);
        Path named = given.get(dataset);
        if (named != null) {
            return Optional.of(named);
        }
        Path root = Path.of(Objects.requireNonNullElse(System.getenv(DATA), "data"));
        return USUAL.getOrDefault(dataset, List.of()).stream().map(root::resolve).filter(Files::isDirectory)
                .findFirst();
    }

    private static void put(Map<DatasetName, Path> folders, DatasetName dataset, @Nullable Path folder) {
        if (folder != null) {
            folders.put(dataset, folder);
        }
    }

    /** Why an experiment cannot have its data; empty if it can. */
    Optional<String> whyNot(ExperimentWords words) {
        DatasetName dataset = words.dataset();
        return dataset.isGenerated() || of(dataset).isPresent()
                ? Optional.empty()
                : Optional.of("needs " + dataset + ": name the folder of its files with --data-" + dataset
                        + ", or the folder of all with " + DATA);
    }

    /** An experiment with the folder of its data. */
    ExperimentWords addTo(ExperimentWords words) {
        return of(words.dataset()).map(folder -> words.with(Map.of("data-dir", folder.toString()))).orElse(words);
    }
}
