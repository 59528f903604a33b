package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's driver library, asked for its version before JCuda's natives are loaded: with an older driver those would end the
 * process at the first function it lacks.
 */
final class DriverLibrary {
    /** CUDA 12.0, which JCuda's natives are made for: version 1000 · major + 10 · minor. */
    private static final int OLDEST = 12000;

    private static final Pattern RELEASE = Pattern.compile("\\b\\d{3,4}\\.\\d+(\\.\\d+)?\\b");

    private DriverLibrary() {
    }

    /**
     * The version of CUDA that the driver supports, as in 12060 for 12.6.
     *
     * @throws DeviceException if there is no driver, or if it is too old
     */
    static int requireVersion(boolean windows) {
        SymbolLookup driver = find(windows ? "nvcuda.dll" : "libcuda.so.1");
        int version = version(driver);
        if (version < OLDEST) {
            throw new DeviceException("the NVIDIA driver is too old: it supports CUDA " + text(version)
                    + ", and CUDA 12.0 is needed; install driver 525 or newer");
        }
        return version;
    }

    /**
     * The driver's own version, as in 580.95.05; empty where the system does not tell, as Windows and some containers.
     *
     * @param root the root of the file system, another one in tests
     */
    static Optional<String> release(Path root) {
        try {
            Matcher version = RELEASE.matcher(Files.readString(root.resolve("proc/driver/nvidia/version")));
            return version.find() ? Optional.of(version.group()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static SymbolLookup find(String library) {
        try {
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new DeviceException("no NVIDIA driver: " + library
                    + " was not found; install the driver of an NVIDIA GPU, version 525 or newer", e);
        }
    }

    private static int version(SymbolLookup driver) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle get = Linker.nativeLinker().downcallHandle(driver.findOrThrow("cuDriverGetVersion"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment version = arena.allocate(ValueLayout.JAVA_INT);
            int result = (int) get.invokeExact(version);
            if (result != 0) {
                throw new DeviceException("the NVIDIA driver does not answer: cuDriverGetVersion returned " + result);
            }
            return version.get(ValueLayout.JAVA_INT, 0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
