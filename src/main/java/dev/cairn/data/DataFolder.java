package dev.cairn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The folder of a well-known data set: finds its files, and says what is missing and where to get it. */
final class DataFolder {
    private final Path folder;
    private final String dataset;
    private final List<String> files;
    private final String page;

    /**
     * Fails where there is no such folder.
     *
     * @param dataset what the data set is called
     * @param files the files it consists of, for messages
     * @param page the address of its official page
     */
    DataFolder(Path folder, String dataset, List<String> files, String page) {
        this.folder = folder;
        this.dataset = dataset;
        this.files = files;
        this.page = page;
        if (!Files.exists(folder)) {
            throw missing("there is no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw missing("is a file, not a folder");
        }
    }

    String dataset() {
        return dataset;
    }

    /** The folder itself, or the one of this name in it where an archive was unpacked as it is. */
    DataFolder orInside(String unpacked) {
        Path inside = folder.resolve(unpacked);
        return Files.isDirectory(inside) ? new DataFolder(inside, dataset, files, page) : this;
    }

    /** The first of these names that exists. */
    Optional<Path> find(String... names) {
        return Arrays.stream(names).map(folder::resolve).filter((Predicate<Path>) Files::isRegularFile).findFirst();
    }

    /** The first of these names that exists; fails where none does. */
    Path require(String... names) {
        return find(names).orElseThrow(() -> missing(names[0] + " is missing"));
    }

    DataException missing(String reason) {
        return new DataException(folder, reason,
                dataset + " consists of " + String.join(", ", files) + " from " + page);
    }

    /** What to do about a damaged file. */
    String advice() {
        return "get the file again from " + page;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
