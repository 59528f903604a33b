package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.IoReason;
import dev.cairn.io.RunFolder;
import dev.cairn.search.SearchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a search leaves its settings, trials, table, pictures and best run. */
final class SearchFolder {
    private static final String TRIALS = "trials";
    private static final String TABLE = "trials.csv";
    private static final String PICTURES = "pictures";
    private static final String RESULT = "result.txt";

    private final Path folder;

    private SearchFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a search, or goes on with the one in the folder.
     *
     * @param out      the folder that was asked for; null for a new one under {@code runs}
     * @param settings kept in the folder, and compared where there are some
     */
    static SearchFolder open(@Nullable Path out, String dataset, SequencedMap<String, String> settings) {
        if (out != null && Files.exists(out.resolve(SearchSettings.FILE))) {
            SearchSettings.require(out.resolve(SearchSettings.FILE), settings);
            return new SearchFolder(out);
        }
        RunFolder created = out == null
                ? RunFolder.unique(RunFolder.RUNS, LocalDate.now(), dataset + "-search")
                : RunFolder.at(out);
        SequencedMap<String, Consumer<Path>> files = new LinkedHashMap<>();
        files.put(SearchSettings.FILE, file -> SearchSettings.write(file, settings));
        return new SearchFolder(created.save(files));
    }

    /** Refuses a folder in which nothing can be written, before anything is computed. */
    static void check(@Nullable Path out) {
        if (out != null && !Files.exists(out.resolve(SearchSettings.FILE))) {
            RunFolder.at(out);
        }
    }

    Path trials() {
        return folder.resolve(TRIALS);
    }

    void writeTable(String csv) {
        AtomicFile.write(folder.resolve(TABLE), csv);
    }

    /** The folder of the pictures, which exists. */
    Path pictures() {
        try {
            return Files.createDirectories(folder.resolve(PICTURES));
        } catch (IOException e) {
            throw new CairnException("cannot create the folder " + folder.resolve(PICTURES) + ": " + IoReason.of(e), e);
        }
    }

    /** Where the run with the best settings goes. */
    RunFolder best() {
        return RunFolder.again(folder.resolve(RunFolder.BEST));
    }

    /** Keeps what the best settings came to; with it the search is over. */
    void writeResult(String text) {
        AtomicFile.write(folder.resolve(RESULT), text);
    }

    /** What {@link #writeResult} wrote in an earlier run; null for none. */
    @Nullable
    String result() {
        Path file = folder.resolve(RESULT);
        return Files.exists(file) ? read(file) : null;
    }

    /** The figures of the run with the best settings, as JSON. */
    String bestMetrics() {
        return read(folder.resolve(RunFolder.BEST).resolve(RunFolder.METRICS));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CairnException("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
