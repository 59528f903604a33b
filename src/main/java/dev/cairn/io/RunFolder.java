package dev.cairn.io;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.IoReason;
import dev.cairn.train.History;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a run leaves {@code model.safetensors}, {@code history.csv}, {@code metrics.json} and its report. Whether they
 * can be written is checked before the training; the folder itself appears with the first file; {@link #begin}
 * creates it earlier, for a run that is followed while it trains. A run that fails leaves nothing.
 */
public final class RunFolder {
    /** The weights, and the network's description in their metadata. */
    public static final String MODEL = "model.safetensors";
    /** One row an evaluation. */
    public static final String HISTORY = "history.csv";
    /** What the run came to. It is written last: a folder that has it is complete. */
    public static final String METRICS = "metrics.json";

    /** The run as a page to read, with its pictures; written after all else, and missing where it was not wanted. */
    public static final String REPORT = "report.html";
    /** The folder of the pictures in the report, as PNG files. */
    public static final String PICTURES = "pictures";
    /** How far a run is that is still training; only there until it ends. */
    public static final String PROGRESS = "progress.json";
    /** What the network of a followed run last did with some samples: confusion matrix and decision regions. */
    public static final String SNAPSHOT = "snapshot.json";
    /** What a benchmark measured, in the place of all others. */
    public static final String BENCH = "bench.json";
    /** The folder of the run with the best settings, in that of a search. */
    public static final String BEST = "best";
    /** Where run folders go that nobody named. */
    public static final Path RUNS = Path.of("runs");

    private static final List<String> FILES = List.of(MODEL, HISTORY, METRICS, BENCH, REPORT, PICTURES,
            PROGRESS, SNAPSHOT);
    /** What is written while a run trains. */
    private static final List<String> LIVE = List.of(HISTORY, PROGRESS, SNAPSHOT);

    private final Path folder;
    private final boolean unique;
    private @Nullable Path begun;
    private boolean existed;

    private RunFolder(Path folder, boolean unique) {
        this.folder = folder;
        this.unique = unique;
    }

    /**
     * The folder {@code parent/<date>-<dataset>}; if there is one of that name when the files are written, the same
     * with {@code -2}, {@code -3} and so on.
     *
     * @throws CairnException if no folder can be created there
     */
    public static RunFolder unique(Path parent, LocalDate date, String dataset) {
        RunFolder run = new RunFolder(parent.resolve(date + "-" + dataset.replaceAll("[^A-Za-z0-9._-]+", "-")), true);
        run.checkWritable();
        return run;
    }

    /**
     * This very folder, which need not exist. Other files in it are left alone, but those of an earlier run are never
     * overwritten.
     *
     * @throws CairnException if it holds an earlier run, is a file, or cannot be created
     */
    public static RunFolder at(Path folder) {
        RunFolder run = new RunFolder(folder, false);
        run.checkWritable();
        for (String file : FILES) {
            if (Files.exists(folder.resolve(file))) {
                throw new CairnException(
                        folder + " already holds the " + file + " of an earlier run: remove it or name another folder");
            }
        }
        return run;
    }

    /**
     * This very folder, which need not exist; files of an earlier run in it are replaced.
     *
     * @throws CairnException if it is a file or cannot be created
     */
    public static RunFolder again(Path folder) {
        RunFolder run = new RunFolder(folder, false);
        run.checkWritable();
        return run;
    }

    /**
     * Creates the folder now, for the files that tell how the run goes. {@link #save} completes it, {@link #abandon} takes it
     * away.
     *
     * @throws CairnException if it cannot be created
     */
    public Path begin() {
        if (begun == null) {
            existed = !unique && Files.isDirectory(folder);
            begun = create();
        }
        return begun;
    }

    /** Removes what was written since {@link #begin} and not saved, and the folder if it was created then. */
    public void abandon() {
        if (begun != null) {
            remove(begun, LIVE, !existed);
            begun = null;
        }
    }

    /**
     * Writes all files of a run, or none.
     *
     * @return the folder that holds them
     * @throws CairnException if one of them cannot be written
     */
    public Path save(Safetensors model, History history, RunMetrics metrics) {
        SequencedMap<String, Consumer<Path>> files = new LinkedHashMap<>();
        files.put(MODEL, model::write);
        files.put(HISTORY, history::writeCsv);
        files.put(METRICS, file -> AtomicFile.write(file, metrics.toJson()));
        return save(files);
    }

    /**
     * Writes files of these names in this order, or none.
     *
     * @return the folder that holds them
     * @throws CairnException if one of them cannot be written
     */
    public Path save(SequencedMap<String, Consumer<Path>> files) {
        boolean isLive = begun != null;
        Path created = begin();
        List<String> written = new ArrayList<>();
        try {
            files.forEach((name, writer) -> {
                writer.accept(created.resolve(name));
                written.add(name);
            });
            remove(created, List.of(PROGRESS), false);
            return created;
        } finally {
            if (written.size() < files.size()) {
                written.addAll(isLive ? LIVE : List.of());
                remove(created, written, !existed);
            }
            begun = null;
        }
    }

    private Path create() {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return unique ? createUnique() : Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CairnException("cannot create the folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    /** Creating decides who has the name, so that two runs that end at once do not share a folder. */
    private Path createUnique() throws IOException {
        for (int number = 1;; number++) {
            Path candidate = number == 1 ? folder : folder.resolveSibling(folder.getFileName() + "-" + number);
            try {
                return Files.createDirectory(candidate);
            } catch (FileAlreadyExistsException e) {
                // Of an earlier run of that day: the next number.
            }
        }
    }

    private void checkWritable() {
        Path existing = unique ? folder.toAbsolutePath().getParent() : folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            throw new CairnException("cannot create the folder " + folder + ": " + existing + " is a file");
        }
        if (existing == null || !Files.isWritable(existing)) {
            throw new CairnException("cannot create the folder " + folder + ": no permission to write to " + existing);
        }
    }

    private static void remove(Path folder, List<String> files, boolean itself) {
        try {
            for (String file : files) {
                Files.deleteIfExists(folder.resolve(file));
            }
            if (itself) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // What stopped the writing is the error worth reporting.
        }
    }
}
