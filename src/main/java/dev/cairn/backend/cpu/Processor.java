package dev.cairn.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the machine's processor calls itself. */
final class Processor {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {
    }

    /** The model where the system tells it cheaply, else the architecture. */
    static String name() {
        if (Files.isReadable(LINUX)) {
            try (Stream<String> lines = Files.lines(LINUX)) {
                return lines.filter(line -> line.startsWith("model name")).findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElseGet(Processor::other);
            } catch (IOException e) {
                return other();
            }
        }
        return other();
    }

    /** Whether it is known to have a feature, by Linux's name of it; elsewhere none is known. */
    static boolean has(String feature) {
        if (!Files.isReadable(LINUX)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("flags")).findFirst()
                    .filter(line -> List.of(line.split("\\s+")).contains(feature)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static String other() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows != null ? windows : System.getProperty("os.arch");
    }
}
