package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX in the jar is what the sources in {@code kernels/} compile to, and their README tells the truth about them. */
class KernelsTest {
    private static final Path SOURCES = Path.of("kernels");
    private static final Path PTX = Path.of("src/main/resources/dev/cairn/backend/cuda/kernels.ptx");

    @Test
    void thePtxWasMadeFromTheseSources() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String ending : List.of(".cu", ".cuh")) {
            for (Path source : sources(ending)) {
                digest.update(Files.readAllBytes(source));
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        assertThat(Files.readString(PTX)).as("kernels/build.sh makes it anew").contains("// sources: " + hash + "\n");
    }

    private static List<Path> sources(String ending) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
        }
    }

    @Test
    void everyDriverFromCuda12OnReadsThePtx() throws IOException {
        assertThat(Files.readString(PTX)).contains("\n.version 7.0\n.target sm_75\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"affine", "batch_norm", "bias_activation", "bias_activation_gradient", "binary", "dropout",
        "gather_ints", "gather_reals", "gather_standardized_bytes", "gather_standardized_reals", "round_factors",
        "softmax", "softmax_cross_entropy", "unary", "unary_gradient", "update_adadelta", "update_adam",
        "update_momentum", "update_rms_prop", "update_sgd"})
    void fourNeighboursAreReadAndWrittenAtOnce(String kernel) throws IOException {
        String ptx = Files.readString(PTX);
        String body = ptx.substring(ptx.indexOf(".entry " + kernel + "("));
        assertThat(body.substring(0, body.indexOf("\n}"))).containsPattern("ld\\.global\\.v4\\.[fu]32")
                .containsPattern("st\\.global\\.v4\\.([fu]32|u16)");
    }

    @Test
    void aFreshBuildGivesTheSameBytesAndTheTableOfTheReadme(@TempDir Path folder) throws Exception {
        String madeBy = Files.readString(PTX).lines().filter(line -> line.startsWith("// nvcc: ")).findFirst()
                .orElseThrow().substring("// nvcc: ".length());
        assumeThat(nvcc(folder)).as("the version of nvcc here").contains("V" + madeBy);
        Path fresh = folder.resolve("fresh.ptx");
        String table = run(folder, "sh", "kernels/build.sh", "--check", fresh.toString());
        assertThat(fresh).hasSameBinaryContentAs(PTX);
        assertThat(Files.readString(SOURCES.resolve("README.md"))).endsWith(table);
        assertThat(table.lines().skip(2)).isNotEmpty().allMatch(line -> line.endsWith(" 0 |"), "nothing is spilled");
    }

    private static String nvcc(Path folder) throws Exception {
        try {
            return run(folder, "nvcc", "--version");
        } catch (IOException e) {
            return "nvcc is not installed: " + e.getMessage();
        }
    }

    private static String run(Path folder, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).as(command[0] + " ends").isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
