package dev.cairn.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The kernels as {@code kernels/build.sh} compiled them: text that the driver translates for its card. */
final class PtxFile {
    private static final String NAME = "kernels.ptx";

    private PtxFile() {
    }

    static String read() {
        try (InputStream file = PtxFile.class.getResourceAsStream(NAME)) {
            return new String(Objects.requireNonNull(file, NAME + " is missing beside " + PtxFile.class).readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + NAME, e);
        }
    }
}
