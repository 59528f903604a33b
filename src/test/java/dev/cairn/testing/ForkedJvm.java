package dev.cairn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class with a {@code main} run in a JVM of its own: the tests' class path, and no flag but those it is given. */
public final class ForkedJvm {
    private ForkedJvm() {
    }

    /** The lines it prints to both outputs; the test fails if it does not exit with 0. */
    public static List<String> run(Class<?> program, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        return outputOf(builder(program, flags, arguments).start());
    }

    /** Ready to start, both outputs in one. */
    public static ProcessBuilder builder(Class<?> program, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** All lines a started one prints; the test fails if it does not exit with 0. */
    public static List<String> outputOf(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
