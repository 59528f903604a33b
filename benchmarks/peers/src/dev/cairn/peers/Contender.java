package dev.cairn.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A framework with the settings it runs with.
 *
 * @param name        in the table
 * @param peer        its package and the folder of its class path
 * @param main        its program
 * @param flags       of the JVM, beside those that all have
 * @param environment of the process, beside what all have
 */
record Contender(String name, String peer, String main, List<String> flags, Map<String, String> environment) {
    static final Contender CAIRN = new Contender("Cairn", "cairn", "CairnPeer", List.of(), Map.of());
    private static final List<String> JAVACPP = List.of("-Dorg.bytedeco.javacpp.nopointergc=true");
    private static final List<String> MKL = List.of("-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.openblas.load=mkl");

    /** All, the one that the others are compared with first. */
    static final List<Contender> ALL = List.of(
            CAIRN,
            new Contender("PyTorch, MKL", "pytorch", "PyTorchPeer", MKL, Map.of("MKL_THREADING_LAYER", "GNU")),
            new Contender("PyTorch, OpenBLAS", "pytorch", "PyTorchPeer", JAVACPP, Map.of()),
            new Contender("DJL", "djl", "DjlPeer",
                    List.of("-Dai.djl.offline=true", "-Dai.djl.pytorch.num_interop_threads=1"), Map.of()),
            new Contender("TensorFlow", "tensorflow", "TensorFlowPeer", List.of(), Map.of("TF_CPP_MIN_LOG_LEVEL", "3")),
            new Contender("DL4J", "dl4j", "Dl4jPeer", List.of(), Map.of()));

    private static final Path PEERS = Path.of("target", "peers");
    private static final Path CLI = Path.of("target", "cli");

    /** Ready to start, from the project's folder. */
    ProcessBuilder process(String net, int batch, int threads) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(this == CAIRN
                ? List.of("--add-modules", "jdk.incubator.vector", "-XX:MaxRAMPercentage=60",
                        "-XX:AOTCache=" + CLI.resolve("start.aot"), "-Xlog:disable")
                : List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.cachedir=" + folder().resolve("cache")));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), "dev.cairn.peers." + peer + "." + main, net,
                Integer.toString(batch), Integer.toString(threads)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            builder.environment().put(variable, Integer.toString(threads));
        }
        builder.environment().put("DJL_CACHE_DIR", folder().resolve("cache").toAbsolutePath().toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private Path folder() {
        return PEERS.resolve(peer);
    }

    /** Cairn's begins with that of ./cairn, or the start cache would not fit. */
    private String classPath() {
        try {
            String classes = folder().resolve("classes").toString();
            return this == CAIRN
                    ? Stream.concat(jars(CLI, "cairn-"), jars(CLI.resolve("lib"), "")).collect(Collectors.joining(":"))
                            + ":" + classes
                    : classes + ":" + Files.readString(folder().resolve("classpath")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("not built: run benchmarks/peers.sh build", e);
        }
    }

    private static Stream<String> jars(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(prefix + ".*\\.jar")).map(Path::toString)
                    .sorted().toList().stream();
        }
    }
}
