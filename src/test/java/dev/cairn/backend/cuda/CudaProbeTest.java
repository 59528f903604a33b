package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.testing.OnSimulatedCard;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each missing piece has a message of its own. */
@OnSimulatedCard
class CudaProbeTest {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    Path folder;

    @Test
    void namesWhatIsMissing() throws Exception {
        assertThat(probe(NATIVE_ACCESS)).contains("for CUDA 12.6", "compute capability 8.0", "libcublas.so.12",
                " kernels as PTX");
        assertThat(probe(NATIVE_ACCESS, "old driver")).contains("driver is too old", "CUDA 11.8", "driver 525");
        assertThat(probe(NATIVE_ACCESS, "no card")).contains("the NVIDIA driver finds no card");
        assertThat(probe(NATIVE_ACCESS, "old card")).contains("card 0 is too old", "capability 7.0", "7.5 is needed");
        assertThat(probe("--illegal-native-access=deny")).contains("start Java with " + NATIVE_ACCESS);
    }

    @Test
    void namesAMissingOrDamagedCublas() throws Exception {
        assertThat(probe("-Dcairn.cublas=" + folder)).contains("cuBLAS 12 was not found", folder.toString());
        Files.writeString(folder.resolve("libcublasLt.so.12"), "not a library");
        Files.writeString(folder.resolve("libcublas.so.12"), "not a library");
        assertThat(probe("-Dcairn.cublas=" + folder)).contains("cuBLAS cannot be loaded", "libcublasLt.so.12");
    }

    @Test
    void whatIsMissingIsSaidAtOnceNotOneByOne() throws Exception {
        assertThat(pieces("-Dcairn.cublas=" + folder, "old driver")).satisfiesExactly(
                natives -> assertThat(natives).isEqualTo("natives true JCuda 12.6.0"),
                driver -> assertThat(driver).startsWith("driver false the NVIDIA driver is too old"),
                cublas -> assertThat(cublas).startsWith("cuBLAS false cuBLAS 12 was not found"),
                kernels -> assertThat(kernels).startsWith("kernels true "));
        assertThat(pieces(NATIVE_ACCESS, "no card")).anySatisfy(piece -> assertThat(piece).startsWith("cards false "))
                .anySatisfy(piece -> assertThat(piece).startsWith("cuBLAS true "));
        assertThat(pieces("--illegal-native-access=deny")).singleElement().asString().startsWith("natives false ");
    }

    private List<String> pieces(String option, String... settings) throws Exception {
        return probe(option, settings).lines().filter(line -> line.matches("\\S+( \\d)? (true|false) .*")).toList();
    }

    @Test
    void theDriversOwnVersionStandsInAFile() throws Exception {
        assertThat(DriverLibrary.release(folder)).isEmpty();
        Path file = folder.resolve("proc/driver/nvidia/version");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build\n"
                + "GCC version:  gcc version 13.3.0\n");
        assertThat(DriverLibrary.release(folder)).contains("580.95.05");
        Files.writeString(file, "nothing of the kind");
        assertThat(DriverLibrary.release(folder)).isEmpty();
    }

    @Test
    void namesAMissingDriver() throws Exception {
        assumeThat(DriverLibrary.release(Path.of("/"))).as("this machine has a driver of its own").isEmpty();
        ProcessBuilder builder = builder(NATIVE_ACCESS);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        assertThat(outputOf(builder.start()).lines().findFirst()).hasValueSatisfying(line -> assertThat(line)
                .contains("no NVIDIA driver: libcuda.so.1 was not found; install the driver", "525 or newer"));
    }

    @Test
    void namesKernelsThatAreNotWhole() throws Exception {
        Path damaged = folder.resolve("dev/cairn/backend/cuda/kernels.ptx");
        Files.createDirectories(damaged.getParent());
        Files.writeString(damaged, PtxFile.read().substring(0, 10_000));
        ProcessBuilder builder = builder(NATIVE_ACCESS);
        builder.environment().put("CLASSPATH", folder + File.pathSeparator + System.getProperty("java.class.path"));
        assertThat(outputOf(builder.start()).lines().findFirst()).hasValueSatisfying(line -> assertThat(line)
                .contains("Cairn's jar is damaged: kernels.ptx is not whole; get the jar anew"));
    }

    private String probe(String option, String... settings) throws Exception {
        return outputOf(builder(option, settings).start());
    }

    /** With a cache folder of its own, so that natives are unpacked anew. */
    private ProcessBuilder builder(String option, String... settings) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx128m", option, ProbeMain.class.getName()));
        command.addAll(List.of(settings));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder;
    }

    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
