package dev.cairn.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compiles the simulated device where its sources are newer, before a test opens it. */
public final class SimulatorBuild implements BeforeAllCallback {
    private static final Path SOURCES = Path.of("src/test/cpp");
    private static final Path KERNELS = Path.of("kernels");

    /** Where the loader looks for the driver: the build sets it for these tests. */
    private final Path output = Path.of(System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        Optional<String> reason = whyNot();
        if (reason.isEmpty()) {
            if (isStale()) {
                compile();
            }
            return;
        }
        String required = System.getenv().getOrDefault("CAIRN_REQUIRE", "");
        if (Arrays.asList(required.split("[,\\s]+")).contains("simulator")) {
            Assertions.fail("needs the simulated CUDA device, and CAIRN_REQUIRE asks for it: " + reason.get());
        }
        Assumptions.abort("needs the simulated CUDA device: " + reason.get());
    }

    private Optional<String> whyNot() {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            return Optional.of("it is made for Linux on x86-64");
        }
        if (!output.endsWith("simulator")) {
            return Optional.of("LD_LIBRARY_PATH is not its folder, target/simulator");
        }
        boolean compiler = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
        return compiler ? Optional.empty() : Optional.of("g++ is not installed");
    }

    private boolean isStale() throws IOException {
        Path library = output.resolve("libcuda.so.1");
        if (!Files.exists(library)) {
            return true;
        }
        FileTime built = Files.getLastModifiedTime(library);
        for (Path folder : List.of(SOURCES, KERNELS)) {
            for (Path source : files(folder)) {
                if (Files.getLastModifiedTime(source).compareTo(built) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void compile() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SOURCES.resolve("build.sh").toString(), output.toString()));
        for (Path source : files(KERNELS)) {
            if (source.toString().endsWith(".cu")) {
                command.add(source.toString());
            }
        }
        Path log = output.resolve("build.log");
        int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start()
                .waitFor();
        if (status != 0) {
            Assertions.fail("the simulated CUDA device does not compile:\n" + Files.readString(log));
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
