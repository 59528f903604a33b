package dev.cairn.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The files of the well-known data sets, for tests that need them. The environment variable CAIRN_DATA names the folder
 * that holds {@code mnist}, {@code cifar-10-batches-bin}, {@code svhn-subset}, {@code svhn-truncated} and {@code iris}.
 * Without it such a test is skipped with the reason, or fails if CAIRN_REQUIRE lists {@code data}.
 */
public final class RealData {
    private RealData() {
    }

    /** The folder of one data set, as in {@code RealData.folder("mnist")}. */
    public static Path folder(String name) {
        String root = System.getenv("CAIRN_DATA");
        if (root == null || root.isBlank()) {
            return unavailable("CAIRN_DATA is not set; let it name the folder that holds " + name);
        }
        Path folder = Path.of(root, name);
        return Files.isDirectory(folder) ? folder : unavailable(folder + " is not there; CAIRN_DATA should hold it");
    }

    private static Path unavailable(String reason) {
        String required = System.getenv().getOrDefault("CAIRN_REQUIRE", "");
        if (Arrays.asList(required.split("[,\\s]+")).contains("data")) {
            return Assertions.fail("needs real data, and CAIRN_REQUIRE asks for it: " + reason);
        }
        return Assumptions.abort("needs real data: " + reason);
    }
}
