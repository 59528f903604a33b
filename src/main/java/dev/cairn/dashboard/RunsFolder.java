package dev.cairn.dashboard;

import dev.cairn.io.RunFolder;
import dev.cairn.search.SearchSettings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder whose runs are shown. Runs are the folders directly in it that hold a file of a run, and the best runs of
 * searches; they are found by listing, never by a name that came from a page, and links are left out, so nothing outside of
 * it is ever read.
 */
final class RunsFolder {
    private static final int MOST_RUNS = 500;
    private static final int MOST_FOLDERS = 20_000;

    private final Path folder;

    RunsFolder(Path folder) {
        this.folder = folder;
    }

    /** The folders of the newest runs by the runs' names; none while the folder is not there. */
    Map<String, Path> runs() {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                Path run = isSearch(child) ? child.resolve(RunFolder.BEST) : child;
                if (isRun(run)) {
                    found.add(new Entry(folder.relativize(run).toString(), run,
                            Files.getLastModifiedTime(run, LinkOption.NOFOLLOW_LINKS).toMillis()));
                }
                if (found.size() >= MOST_FOLDERS) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What was found until then; the next look may find more.
        }
        Map<String, Path> newest = new HashMap<>();
        found.stream().sorted(Comparator.comparingLong(Entry::modified).reversed()).limit(MOST_RUNS)
                .forEach(entry -> newest.put(entry.name(), entry.folder()));
        return newest;
    }

    private static boolean isSearch(Path child) {
        return isFolder(child) && holds(child, SearchSettings.FILE);
    }

    private static boolean isRun(Path child) {
        return isFolder(child) && Stream.of(RunFolder.METRICS, RunFolder.PROGRESS, RunFolder.HISTORY)
                .anyMatch(file -> holds(child, file));
    }

    private static boolean isFolder(Path child) {
        return Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean holds(Path child, String file) {
        return Files.exists(child.resolve(file), LinkOption.NOFOLLOW_LINKS);
    }

    private record Entry(String name, Path folder, long modified) {
    }
}
