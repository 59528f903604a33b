package dev.cairn.backend.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        String model = field("model name");
        return model.isEmpty() ? other() : model;
    }

    /** Whether it is known to have a feature, by Linux's name of it; elsewhere none is known. */
    static boolean has(String feature) {
        return List.of(field("flags").split("\\s+")).contains(feature);
    }

    /**
     * Whether it is known to execute an instruction on vectors of 512 bits in two halves, as Zen 4 does: of AMD's family 25 (19h) it
     * alone has such vectors.
     */
    static boolean halvesLongVectors() {
        return field("vendor_id").equals("AuthenticAMD") && field("cpu family").equals("25") && has("avx512f");
    }

    /** What Linux says of the first processor under a name, or nothing. */
    private static String field(String name) {
        if (!Files.isReadable(LINUX)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static String other() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows != null ? windows : System.getProperty("os.arch");
    }
}
