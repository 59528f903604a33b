package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class GemmChainTest {

    @Test
    void exactlyOneLinkIsUsedAndItIsTheFirstThatWorks() {
        GemmChain chain = GemmChain.ofThisMachine();
        assertThat(chain.links()).extracting(GemmChain.Link::name).containsExactly("oneDNN", "Vector API",
                "plain Java");
        GemmChain.Link used = chain.links().stream().filter(GemmChain.Link::available).findFirst().orElseThrow();
        assertThat(chain.links()).filteredOn(GemmChain.Link::used).containsExactly(used);
        assertThat(chain.gemm().name()).isEqualTo(used.name());
        assertThat(chain.links()).noneMatch(link -> link.reason().isBlank());
    }

    @Test
    void aPropertyLeavesLinksOut() {
        GemmChain chain = GemmChain.choose("plain");
        assertThat(chain.gemm().name()).isEqualTo("plain Java");
        assertThat(chain.links().getLast().used()).isTrue();
        assertThat(chain.links()).anyMatch(link -> link.reason().contains("-Dcairn.cpu.gemm=plain"));
    }

    @Test
    void anUnknownNameIsIgnoredAndSaidSo() {
        GemmChain chain = GemmChain.choose("fast");
        assertThat(chain.gemm().name()).isEqualTo(GemmChain.choose("").gemm().name());
        assertThat(chain.links()).filteredOn(GemmChain.Link::used).singleElement()
                .satisfies(
                        link -> assertThat(link.reason()).contains("cairn.cpu.gemm=fast", "onednn, vector or plain"));
    }

    @Test
    void aWrongResultIsFound() {
        StridedGemm forgetsTheTransposition = new StridedGemm() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda,
                    float[] b, int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) {
                new PlainGemm().gemm(transA, false, m, n, k, a, aOffset, lda, b, bOffset, n, accumulate, c, cOffset,
                        ldc);
            }
        };
        assertThat(GemmSelfCheck.fault(forgetsTheTransposition)).contains("self-check");
        assertThat(GemmSelfCheck.fault(new PlainGemm())).isNull();
    }

    @Test
    void plainJavaWorksWithoutNativeAccessAndWithoutTheIncubatorModule() throws Exception {
        List<String> lines = printedBy(List.of("--illegal-native-access=deny"));
        assertThat(lines).last().isEqualTo("uses plain Java, 19.0");
        assertThat(lines).anyMatch(line -> line.startsWith("Vector API false false")
                && line.contains("start Java with --add-modules jdk.incubator.vector"));
        if (oneDnnIsHere()) {
            assertThat(lines).contains("oneDNN false false native access is denied: "
                    + "start Java with --enable-native-access=ALL-UNNAMED");
        }
    }

    @Test
    void theVectorApiTakesOverWithoutNativeAccess() throws Exception {
        List<String> lines = printedBy(
                List.of("--illegal-native-access=deny", "--add-modules", "jdk.incubator.vector"));
        assertThat(lines).last().isEqualTo("uses Vector API, 19.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "vector", "plain"})
    void theLaunchersFlagsEnableEveryLink(String key) throws Exception {
        List<String> lines = printedBy(List.of("--enable-native-access=ALL-UNNAMED", "--add-modules",
                "jdk.incubator.vector", "-Dcairn.cpu.gemm=" + key));
        if (oneDnnIsHere() || !key.equals("onednn")) {
            assertThat(lines).filteredOn(line -> line.contains(" true true in use")).singleElement().asString()
                    .startsWith(GemmChain.choose(key).gemm().name());
        }
    }

    /** The cache folder is a file here, so the natives go to a temporary folder, which does not outlive the JVM. */
    @Test
    void anUnusableCacheFolderIsNoObstacle(@TempDir Path folder) throws Exception {
        Path cache = Files.createFile(folder.resolve("cache"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> lines = printedBy(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary),
                "XDG_CACHE_HOME", cache.toString(), "LOCALAPPDATA", cache.toString());
        if (oneDnnIsHere()) {
            assertThat(lines).last().isEqualTo("uses oneDNN, 19.0");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void severalJvmsThatStartAtOnceShareOneCopyOfTheNatives(@TempDir Path cache) throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(List.of("--enable-native-access=ALL-UNNAMED"), "XDG_CACHE_HOME", cache.toString(),
                    "LOCALAPPDATA", cache.toString()));
        }
        for (Process process : processes) {
            List<String> lines = ForkedJvm.outputOf(process);
            if (oneDnnIsHere()) {
                assertThat(lines).last().isEqualTo("uses oneDNN, 19.0");
            }
        }
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
        }
    }

    private static boolean oneDnnIsHere() {
        OneDnnLibrary library = OneDnnLibrary.ofThisMachine();
        return library != null && library.isOnClassPath();
    }

    private static List<String> printedBy(List<String> flags, String... environment) throws Exception {
        return ForkedJvm.outputOf(start(flags, environment));
    }

    /** Starts {@link Printer}; {@code environment} holds names and values in turn. */
    private static Process start(List<String> flags, String... environment) throws IOException {
        ProcessBuilder builder = ForkedJvm.builder(Printer.class, flags);
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        return builder.start();
    }

    /** Prints every link, and the name and a result of the one in use. */
    static final class Printer {
        private Printer() {
        }

        public static void main(String[] arguments) {
            GemmChain chain = GemmChain.ofThisMachine();
            for (GemmChain.Link link : chain.links()) {
                System.out.println(link.name() + " " + link.available() + " " + link.used() + " " + link.reason());
            }
            float[] c = {Float.NaN};
            chain.gemm().gemm(false, false, 1, 1, 2, new float[] {2, 3}, 0, new float[] {5, 3}, 0, false, c, 0);
            System.out.println("uses " + chain.gemm().name() + ", " + c[0]);
        }
    }
}
