package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.IoReason;
import dev.cairn.io.RunFolder;
import dev.cairn.report.Charts;
import dev.cairn.search.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@code cairn reproduce} leaves its table and the pictures of grids. */
final class ReproductionFolder {
    private static final String MARKDOWN = "reproduce.md";
    private static final String JSON = "reproduce.json";

    private final Path folder;

    private ReproductionFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder.
     *
     * @param out that was asked for; null for a new one under {@code runs}
     * @throws CairnException if it cannot be created, or has the table of an earlier run
     */
    static ReproductionFolder open(@Nullable Path out) {
        if (out == null) {
            return new ReproductionFolder(RunFolder.unique(RunFolder.RUNS, LocalDate.now(), "reproduce").begin());
        }
        if (Files.exists(out.resolve(MARKDOWN))) {
            throw new CairnException(out + " already holds the " + MARKDOWN
                    + " of an earlier run: remove it or name another folder with --out");
        }
        return new ReproductionFolder(RunFolder.at(out).begin());
    }

    /** Replaces the table; whoever interrupts what follows still has it. */
    void write(String heading, ReproductionTable table) {
        AtomicFile.write(folder.resolve(MARKDOWN), heading + "\n\n" + table.toMarkdown());
        AtomicFile.write(folder.resolve(JSON), table.toJson());
    }

    /** Draws what the combinations of a grid reached, in a folder of this name; nothing where there are none. */
    void draw(String name, List<TrialResult> trials) {
        if (trials.isEmpty() || !Charts.isAvailable()) {
            return;
        }
        Path pictures = folder.resolve(name);
        try {
            SearchPictures.write(Files.createDirectories(pictures), trials);
        } catch (IOException e) {
            throw new CairnException("cannot create the folder " + pictures + ": " + IoReason.of(e), e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
