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
 * A framework with the settings it runs with, the fastest of those that were tried.
 *
 * @param name        in the table
 * @param peer        its package and the folder of its class path
 * @param main        its program
 * @param flags       of the JVM, beside those that all have
 * @param environment of the process, beside what all have
 * @param settings    what was chosen and what else was tried, in words
 */
record Contender(String name, String peer, String main, List<String> flags, Map<String, String> environment,
        String settings) {
    static final Contender CAIRN = new Contender("Cairn", "cairn", "CairnPeer", List.of("-Dreplay=true"), Map.of(),
            "steps and forward passes recorded once and replayed, as its trainer and predictor do; inference with constant weights, as a predictor's");
    /** The loop by hand of the README. */
    static final Contender BY_HAND = new Contender("Cairn, step by step", "cairn", "CairnPeer", List.of(), Map.of(),
            "the loop by hand, nothing recorded");
    /** What Cairn costs without the framework around its kernels. */
    static final Contender BARE = new Contender("Cairn, bare calls", "cairn", "BarePeer", List.of(), Map.of(),
            "the same kernels called one after the other on buffers, without tensors, layers or a tape");
    private static final List<String> JAVACPP = List.of("-Dorg.bytedeco.javacpp.nopointergc=true");
    private static final List<String> MKL = List.of("-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.openblas.load=mkl");

    private static final String PYTORCH_SETTINGS = "C++ API from Java, one interop thread, a pointer scope a step, "
            + "zero_grad to none, inference mode; JavaCPP's own collector of pointers is 9 % slower on the smallest net, "
            + "fused and foreach SGD are not exposed to Java";
    static final List<Contender> PYTORCH = List.of(
            new Contender("PyTorch, MKL", "pytorch", "PyTorchPeer", MKL, Map.of("MKL_THREADING_LAYER", "GNU"),
                    PYTORCH_SETTINGS),
            new Contender("PyTorch, OpenBLAS", "pytorch", "PyTorchPeer", JAVACPP, Map.of(), PYTORCH_SETTINGS));

    /** The other frameworks. */
    static final List<Contender> PEERS = Stream.concat(PYTORCH.stream(), Stream.of(
            new Contender("DJL", "djl", "DjlPeer",
                    List.of("-Dai.djl.offline=true", "-Dai.djl.pytorch.num_interop_threads=1"), Map.of(),
                    "its trainer on the PyTorch engine, one interop thread, a memory manager a step, without which time "
                            + "and memory grow"),
            new Contender("TensorFlow", "tensorflow", "TensorFlowPeer", List.of(), Map.of("TF_CPP_MIN_LOG_LEVEL", "3"),
                    "a graph with resource variables and one executor thread; the default executor takes 1.5 to 2 times "
                            + "as long on the smallest net; with reference variables gradients read weights that are "
                            + "already updated"),
            new Contender("DL4J", "dl4j", "Dl4jPeer", List.of(), Map.of(),
                    "MultiLayerNetwork with workspaces, AVX2 natives, no periodic collection, and momentum as an updater "
                            + "of ours, since its own is Nesterov's")))
            .toList();
    static final List<Contender> ALL = Stream.concat(Stream.of(CAIRN, BY_HAND, BARE), PEERS.stream()).toList();

    private static final Path FOLDER = Path.of("target", "peers");
    private static final Path CLI = Path.of("target", "cli");

    /** Ready to start, from the project's folder. */
    ProcessBuilder process(String net, int batch, int threads) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + FOLDER.resolve("crash-%p.log")));
        command.addAll(peer.equals(CAIRN.peer)
                ? List.of("--add-modules", "jdk.incubator.vector", "-Xms32m", "-XX:NewSize=4m",
                        "-XX:MaxRAMPercentage=60", "-XX:TrimNativeHeapInterval=500", "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=MemLimit,jdk.internal.classfile.impl.StackMapGenerator::processBlock,8m",
                        "-XX:SharedArchiveFile=" + CLI.resolve("start.jsa"), "-Xlog:disable")
                : List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.cachedir=" + folder().resolve("cache")));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), "dev.cairn.peers." + peer + "." + main, net,
                Integer.toString(batch), Integer.toString(threads)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            builder.environment().put(variable, Integer.toString(threads));
        }
        builder.environment().put("DJL_CACHE_DIR", folder().resolve("cache").toAbsolutePath().toString());
        if (peer.equals(CAIRN.peer)) { // as its launcher has it
            builder.environment().put("MALLOC_ARENA_MAX", "1");
        }
        builder.environment().putAll(environment);
        return builder;
    }

    private Path folder() {
        return FOLDER.resolve(peer);
    }

    /** Cairn's begins with that of ./cairn, or the start cache would not fit. */
    private String classPath() {
        try {
            String classes = folder().resolve("classes").toString();
            return peer.equals(CAIRN.peer)
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
