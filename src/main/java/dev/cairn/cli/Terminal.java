package dev.cairn.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person watches the standard error. */
final class Terminal {
    /** Where Linux says what the standard error is; the JDK tells of input and output alone. */
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {
    }

    static boolean isAttached() {
        try {
            if (Files.isSymbolicLink(STANDARD_ERROR)) {
                String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            }
        } catch (IOException e) {
            // The console knows as well, if not as exactly.
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
