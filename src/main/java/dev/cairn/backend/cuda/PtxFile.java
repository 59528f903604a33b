package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The kernels as {@code kernels/build.sh} compiled them: text that the driver translates for its card. */
final class PtxFile {
    private static final String NAME = "kernels.ptx";

    private PtxFile() {
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
