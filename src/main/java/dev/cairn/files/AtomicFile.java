package dev.cairn.files;

import dev.cairn.CairnException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a file whole or not at all: the bytes go to a hidden file beside the target, are forced to the disk, and take the
 * target's name in one step. Whoever opens the target sees the old contents or the new ones, never a part.
 */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        // An interrupted program must not leave hidden files behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> UNFINISHED.forEach(AtomicFile::deleteQuietly)));
    }

    private AtomicFile() {
    }

    /** What goes into the file. */
    @FunctionalInterface
    public interface Contents {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces the file with these contents, or leaves it as it was.
     *
     * @throws CairnException if the file cannot be written; its folder must exist
     */
    public static void write(Path target, Contents contents) {
        replace(target, contents, true);
    }

    /**
     * Replaces the file with this text in UTF-8 for those who follow along: whole or not at all, but without waiting for the disk,
     * so a power cut may lose it.
     *
     * @throws CairnException if the file cannot be written; its folder must exist
     */
    public static void publish(Path target, String text) {
        replace(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), false);
    }

    private static void replace(Path target, Contents contents, boolean force) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new CairnException("cannot write " + target + ": it is a folder");
        }
        // Not Files.createTempFile: its files can be read by their owner alone, and the target would inherit that.
        Path unfinished = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        UNFINISHED.add(unfinished);
        try {
            write(unfinished, contents, force);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            if (force) {
                forceFolder(folder);
            }
        } catch (IOException e) {
            throw new CairnException("cannot write " + target + ": " + IoReason.of(e), e);
        } finally {
            deleteQuietly(unfinished);
            UNFINISHED.remove(unfinished);
        }
    }

    /** Replaces the file with this text in UTF-8, or leaves it as it was. */
    public static void write(Path target, String text) {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, Contents contents, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            contents.writeTo(out);
            out.flush();
            if (force) {
                channel.force(true);
            }
        }
    }

    /** Makes the new name survive a power cut; Windows cannot open a folder and does not need it. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is complete and in place: nothing is lost but the promise about power cuts.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What stopped the writing is the error worth reporting.
        }
    }
}
