package dev.cairn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.CairnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writesANewFileAndNothingElse() throws IOException {
        AtomicFile.write(folder.resolve("a.txt"), "première");

        assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("première");
        assertThat(files()).containsExactly("a.txt");
    }

    @Test
    void replacesAnOldFile() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "a much longer old text");

        AtomicFile.write(file, "new");

        assertThat(Files.readString(file)).isEqualTo("new");
    }

    @Test
    void givesTheFileTheSameRightsAsAnyOther() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"),
                "no rights to compare on this file system");
        Files.writeString(folder.resolve("ordinary"), "");
        AtomicFile.write(folder.resolve("atomic"), "");

        assertThat(Files.getAttribute(folder.resolve("atomic"), "unix:mode"))
                .isEqualTo(Files.getAttribute(folder.resolve("ordinary"), "unix:mode"));
    }

    @Test
    void leavesTheOldFileAloneWhenTheNewContentsFail() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(new byte[100_000]);
            throw new IOException("No space left on device");
        })).isInstanceOf(CairnException.class).hasMessage("cannot write " + file + ": No space left on device");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            throw new IllegalStateException("a defect");
        })).isInstanceOf(IllegalStateException.class);

        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(files()).containsExactly("a.txt");
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        Path lost = folder.resolve("missing").resolve("a.txt");
        assertThatThrownBy(() -> AtomicFile.write(lost, ""))
                .isInstanceOf(CairnException.class)
                .hasMessage("cannot write " + lost + ": there is no such file or folder");

        Path taken = Files.createDirectory(folder.resolve("taken"));
        assertThatThrownBy(() -> AtomicFile.write(taken, "")).isInstanceOf(CairnException.class);
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/"), "")).isInstanceOf(CairnException.class);

        assertThat(files()).containsExactly("taken");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
