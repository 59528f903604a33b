package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The kernels as {@code kernels/build.sh} compiled them: text that the driver translates for its card. */
final class PtxFile {
    /** What it is compiled for, by {@code kernels/build.sh}. */
    static final String DESCRIPTION = "PTX for compute capability 7.5 and newer";

    private static final String NAME = "kernels.ptx";
    private static final Pattern ENTRY = Pattern.compile("\\.entry ");

    private PtxFile() {
    }

    /** How many kernels there are. */
    static long count(String ptx) {
        return ENTRY.matcher(ptx).results().count();
    }

    /** @throws DeviceException if the jar lacks them, or holds only a part */
    static String read() {
        try (InputStream file = PtxFile.class.getResourceAsStream(NAME)) {
            String text = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!text.contains(".version") || !text.endsWith("}")) {
                throw new DeviceException("Cairn's jar is damaged: " + NAME + " is "
                        + (text.isEmpty() ? "missing" : "not whole") + "; get the jar anew, or run kernels/build.sh");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + NAME, e);
        }
    }
}
