package dev.cairn.backend;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * Puts shared libraries from jars on the class path into a folder of this user, where the system can load them. Files
 * appear whole or not at all, so any number of JVMs may start at once and share one copy. Where the cache folder cannot
 * be written, a private temporary folder serves this JVM alone.
 */
public final class NativeFiles {

    private NativeFiles() {
    }

    /** Whether a resource is on the class path. */
    public static boolean isOnClassPath(String resource) {
        return url(resource) != null;
    }

    /**
     * The cheapest call that needs native access, so that a refusal comes before anything is unpacked.
     *
     * @throws IllegalCallerException when native access is denied
     */
    public static void requireNativeAccess() {
        MemorySegment.NULL.reinterpret(0);
    }

    /** One entry of a properties file on the class path, or "unknown". */
    public static String property(String resource, String key) throws IOException {
        URL url = url(resource);
        if (url == null) {
            return "unknown";
        }
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        return properties.getProperty(key, "unknown");
    }

    /**
     * The folder that holds {@code files} side by side.
     *
     * @param name the folder's name in the cache; it must change with the files' version
     * @param resources where the files are on the class path, with a slash at the end
     */
    public static Path unpack(String name, String resources, List<String> files) throws IOException {
        try {
            return unpackInto(cacheFolder().resolve(name), resources, files);
        } catch (IOException unwritable) {
            Path folder = Files.createTempDirectory("cairn-" + name);
            folder.toFile().deleteOnExit();
            for (String file : files) {
                folder.resolve(file).toFile().deleteOnExit();
            }
            return unpackInto(folder, resources, files);
        }
    }

    private static Path unpackInto(Path folder, String resources, List<String> files) throws IOException {
        Files.createDirectories(folder);
        for (String file : files) {
            unpackFile(resources + file, folder.resolve(file));
        }
        return folder;
    }

    private static void unpackFile(String resource, Path target) throws IOException {
        URL url = url(resource);
        if (url == null) {
            throw new IOException("the natives jar lacks " + resource);
        }
        URLConnection connection = url.openConnection();
        if (Files.isRegularFile(target) && Files.size(target) == connection.getContentLengthLong()) {
            return;
        }
        Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
        try {
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            // On disk before it gets its name: a crash of the machine must not leave a whole name on half a file.
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * The system's folder for what programs may keep and users may delete.
     *
     * @throws IOException where this user has none, as in some containers
     */
    private static Path cacheFolder() throws IOException {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", ""));
        Path caches;
        if (os.startsWith("windows")) {
            caches = environmentFolder("LOCALAPPDATA", home.resolve("AppData/Local"));
        } else {
            caches = environmentFolder("XDG_CACHE_HOME",
                    home.resolve(os.startsWith("mac") ? "Library/Caches" : ".cache"));
        }
        if (!caches.isAbsolute()) {
            throw new IOException("no cache folder: " + caches);
        }
        return caches.resolve("cairn");
    }

    private static Path environmentFolder(String variable, Path orElse) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? orElse : Path.of(value);
    }

    private static @Nullable URL url(String resource) {
        return NativeFiles.class.getClassLoader().getResource(resource);
    }
}
