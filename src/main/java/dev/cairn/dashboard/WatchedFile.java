package dev.cairn.dashboard;

import dev.cairn.CairnException;
import dev.cairn.files.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file of a run, read again only after it changed. Links, special files and files that are too large are not opened.
 *
 * @param <T> what it says
 */
final class WatchedFile<T> {
    /** What a file's text means. */
    interface Parser<T> {
        T parse(String text) throws IOException;
    }

    private final Path file;
    private final long mostBytes;
    private final Parser<T> parser;
    private @Nullable Stamp stamp;
    private @Nullable T value;
    private String problem = "";

    WatchedFile(Path file, long mostBytes, Parser<T> parser) {
        this.file = file;
        this.mostBytes = mostBytes;
        this.parser = parser;
    }

    /** Looks at the file; whether it is another than at the last look. */
    boolean refresh() {
        Stamp now = look();
        if (now == null ? stamp == null : now.equals(stamp)) {
            return false;
        }
        stamp = now;
        value = null;
        problem = "";
        if (now != null) {
            try {
                value = parser.parse(read(now));
            } catch (NoSuchFileException e) {
                stamp = null;
            } catch (IOException e) {
                problem = file.getFileName() + " cannot be shown: " + firstLine(IoReason.of(e));
            } catch (CairnException e) {
                problem = firstLine(String.valueOf(e.getMessage()));
            }
        }
        return true;
    }

    private @Nullable Stamp look() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            return new Stamp(found.isRegularFile(), found.size(), found.lastModifiedTime(), found.fileKey());
        } catch (IOException e) {
            return null;
        }
    }

    private String read(Stamp found) throws IOException {
        if (!found.isRegular()) {
            throw new IOException("it is a link, a folder or a device, not a plain file");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file,
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(channel)) {
            byte[] bytes = channel.size() > mostBytes ? new byte[0] : in.readNBytes((int) mostBytes + 1);
            if (channel.size() > mostBytes || bytes.length > mostBytes) {
                throw new IOException(String.format(Locale.ROOT, "it has %,d MB, and more than %,d MB are not read",
                        channel.size() >> 20, mostBytes >> 20));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Jackson adds where in which object it was. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** What the file says; empty if there is none or it cannot be read. */
    Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Why the file cannot be shown; empty if it can or if there is none. */
    String problem() {
        return problem;
    }

    /** When the file was last written, in milliseconds since 1970; 0 if there is none. */
    long modifiedMillis() {
        return stamp == null ? 0 : stamp.modified().toMillis();
    }

    private record Stamp(boolean isRegular, long size, FileTime modified, @Nullable Object key) {
    }
}
