package dev.cairn.dashboard;

import dev.cairn.io.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder whose runs are shown. Runs are the folders directly in it that hold a file of a run; they are found by listing,
 * never by a name that came from a page, and links are left out, so nothing outside of it is ever read.
 */
final class RunsFolder {
    private static final int MOST_RUNS = 500;
    private static final int MOST_FOLDERS = 20_000;

    private final Path folder;

    RunsFolder(Path folder) {
        this.folder = folder;
    }

    /** The newest runs, in no particular order; none while the folder is not there. */
    List<Path> runs() {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (isRun(child)) {
                    found.add(new Entry(child, Files.getLastModifiedTime(child, LinkOption.NOFOLLOW_LINKS).toMillis()));
                }
                if (found.size() >= MOST_FOLDERS) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What was found until then; the next look may find more.
        }
        return found.stream().sorted(Comparator.comparingLong(Entry::modified).reversed()).limit(MOST_RUNS)
                .map(Entry::folder).toList();
    }

    private static boolean isRun(Path child) {
        return Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                && Stream.of(RunFolder.METRICS, RunFolder.PROGRESS, RunFolder.HISTORY)
                        .anyMatch(file -> Files.exists(child.resolve(file), LinkOption.NOFOLLOW_LINKS));
    }

    private record Entry(Path folder, long modified) {
    }
}
