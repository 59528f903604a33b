package dev.cairn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compiles the simulated device, once a JVM and only where its sources are newer, before a test opens it. */
public final class SimulatorBuild implements BeforeAllCallback {
    private static final Path SOURCES = Path.of("src/test/cpp");
    private static final Path KERNELS = Path.of("kernels");

    @Override
    public void beforeAll(ExtensionContext context) {
        String reason = whyNot();
        if (reason == null) {
            Once.build();
            return;
        }
        String required = System.getenv().getOrDefault("CAIRN_REQUIRE", "");
        if (Arrays.asList(required.split("[,\\s]+")).contains("simulator")) {
            Assertions.fail("needs the simulated CUDA device, and CAIRN_REQUIRE asks for it: " + reason);
        }
        Assumptions.abort("needs the simulated CUDA device: " + reason);
    }

    private static String whyNot() {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            return "it is made for Linux on x86-64";
        }
        if (folder() == null) {
            return "LD_LIBRARY_PATH does not name its folder; run this by Maven";
        }
        boolean compiler = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
        return compiler ? null : "g++ is not installed";
    }

    /** Where the loader looks for the driver. */
    private static Path folder() {
        String path = System.getenv("LD_LIBRARY_PATH");
        return path == null || !path.endsWith("/simulator") ? null : Path.of(path);
    }

    private static final class Once {
        private static final boolean BUILT = run();

        private static void build() {
            Assertions.assertTrue(BUILT, "the simulated CUDA device does not compile");
        }

        private static boolean run() {
            try {
                List<Path> kernels = files(KERNELS).stream().filter(file -> file.toString().endsWith(".cu")).toList();
                Path library = folder().resolve("libcuda.so.1");
                if (isNewer(library)) {
                    return true;
                }
                List<String> command = new ArrayList<>(
                        List.of(SOURCES.resolve("build.sh").toString(), folder().toString()));
                kernels.forEach(kernel -> command.add(kernel.toString()));
                return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean isNewer(Path library) throws IOException {
            if (!Files.exists(library)) {
                return false;
            }
            FileTime built = Files.getLastModifiedTime(library);
            return Stream.concat(files(SOURCES).stream(), files(KERNELS).stream()).map(Once::modified)
                    .max(Comparator.naturalOrder()).orElseThrow().compareTo(built) < 0;
        }

        private static FileTime modified(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Path> files(Path folder) throws IOException {
            if (!Files.exists(folder)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().toList();
            }
        }
    }
}
