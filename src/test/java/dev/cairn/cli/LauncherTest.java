package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, with a Maven and a JDK that only note how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has a launcher of its own, cairn.cmd")
@Timeout(60)
class LauncherTest {
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    @TempDir
    private Path folder;
    private Path home;
    private Path jdk;

    /** What the launcher wrote; what it gave to Java stands in {@code out}, a line for each word. */
    private record Run(int code, List<String> out, String err) {
    }

    @BeforeEach
    void aCloneAndAJdk() throws IOException {
        home = Files.createDirectories(folder.resolve("a clone"));
        jdk = Files.createDirectories(folder.resolve("jdk"));
        program(home.resolve("cairn"), Files.readString(Path.of("cairn")));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("src/main/Source.java"));
        Files.createFile(home.resolve("pom.xml"));
        program(home.resolve("mvnw"),
                """
                        #!/usr/bin/env bash
                        for word; do case $word in -Dcairn.target=*) mkdir "${word#*=}/lib"; : > "${word#*=}/cairn-1.jar" ;; esac; done
                        """);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
        program(jdk.resolve("bin/javac"), "");
        program(jdk.resolve("bin/java"),
                """
                        #!/usr/bin/env bash
                        for word; do
                            case $word in
                                -XX:DumpLoadedClassList=*)
                                    printf '%s\\n' 'a/B id: 7' '@cp a/B 1' '@lambda-proxy a/B x' '@lambda-proxy a/B picocli/C' > "${word#*=}"
                                    exit ;;
                                -XX:SharedClassListFile=*) sort -u "${word#*=}" > "$NOTES/classes" ;;
                                -XX:SharedArchiveFile=*) archive=${word#*=} ;;
                                -Xshare:dump) dump=1 ;;
                            esac
                        done
                        if [ -n "${dump:-}" ]; then [ -z "${NO_ARCHIVE:-}" ] && : > "$archive"; exit; fi
                        printf '%s\\n' "$@"
                        """);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run run(Path launcher, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().remove("CAIRN_JAVA_OPTS");
        builder.environment().put("CAIRN_JAVA_HOME", jdk.toString());
        builder.environment().put("NOTES", folder.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return new Run(process.waitFor(), out, Files.readString(err));
    }

    private Run run(String... words) throws IOException, InterruptedException {
        return run(home.resolve("cairn"), Map.of(), words);
    }

    @Test
    void aFreshCloneIsBuiltOnceAndKeepsItsClasses() throws Exception {
        Run first = run("train", "--name", "two words");
        assertThat(first.err()).contains("building");
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains(ARCHIVE + home.toRealPath().resolve("target/cli/start.jsa"))
                .endsWith("dev.cairn.cli.Main", "train", "--name", "two words").doesNotContain(FIRST_COMPILER);
        assertThat(Files.readAllLines(folder.resolve("classes")))
                .as("what leaves out classes of Java 5 is gone").containsExactly("@lambda-proxy a/B x", "a/B");
        Run second = run("train", "--name", "two words");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        run("devices");
        Path built = home.resolve("target/cli/built");
        Files.setLastModifiedTime(built, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertThat(run("devices").err()).contains("building");
        assertThat(run("devices").err()).isEmpty();
    }

    @Test
    void worksWithoutKeptClasses() throws Exception {
        Run run = run(home.resolve("cairn"), Map.of("NO_ARCHIVE", "yes"), "devices");
        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("dev.cairn.cli.Main", "devices").noneMatch(word -> word.startsWith(ARCHIVE));
    }

    @Test
    void aLinkAndMoreOptions() throws Exception {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), Path.of("../a clone/cairn"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("first"));
        Run run = run(links.resolve("second"), Map.of("CAIRN_JAVA_OPTS", "-Xmx8g -Da=b"), "devices");
        assertThat(run.out()).containsSubsequence("-Xlog:disable", "-Xmx8g", "-Da=b", "-cp", "dev.cairn.cli.Main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "train --help", "-V"})
    void onlyTheFirstCompilerForHelp(String words) throws Exception {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" ")).out()).contains(FIRST_COMPILER);
    }

    @Test
    void anOlderJdkIsRefused() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.5\"\n");
        Run run = run("devices");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("cairn: CAIRN_JAVA_HOME=" + jdk + " is not the folder of a JDK 25 or newer.\n");
    }

    @Test
    void theLockOfABuildThatDiedIsTakenAway() throws Exception {
        Path lock = Files.createDirectories(home.resolve("target/cli.lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("owner"), dead.pid() + "\n");
        assertThat(run("devices").out()).endsWith("dev.cairn.cli.Main", "devices");
        assertThat(lock).doesNotExist();
    }
}
