package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import dev.cairn.backend.NativeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;

/** JCuda's own libraries, inside its jars. */
final class CudaNatives {
    private static final String RESOURCES = "lib/";

    private CudaNatives() {
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** @throws DeviceException on a platform that JCuda is not made for */
    static void requirePlatform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean x86 = osArch.equals("amd64") || osArch.equals("x86_64");
        if (!x86 || !os.startsWith("linux") && !os.startsWith("windows")) {
            throw new DeviceException("no CUDA natives for " + osName + " on " + osArch
                    + ": CUDA is used on Linux and Windows on x86-64");
        }
    }

    /**
     * Unpacks JCuda's libraries where no other JVM can meet them half written, and loads that of the driver.
     *
     * @throws DeviceException if they are not on the class path, or cannot be unpacked
     */
    static void loadDriver() {
        load("JCudaDriver", () -> JCudaDriver.setExceptionsEnabled(false));
    }

    /** As {@link #loadDriver} for cuBLAS, whose own libraries must have been loaded. */
    static void loadCublas() {
        load("JCublas2", () -> JCublas2.setExceptionsEnabled(false));
    }

    /**
     * JCuda unpacks into the temporary folder, unless it finds the file there: so for a moment that folder is the one which
     * holds it already. The JDK itself reads the property only when it starts.
     */
    private static synchronized void load(String library, Runnable initialize) {
        String file = LibUtils.createLibraryFileName(
                LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
        if (!NativeFiles.isOnClassPath(RESOURCES + file)) {
            throw new DeviceException("JCuda's natives are not on the class path: " + file
                    + " is missing; add org.jcuda:jcuda-natives and org.jcuda:jcublas-natives for this platform");
        }
        String temporary = System.getProperty("java.io.tmpdir");
        try {
            Path folder = NativeFiles.unpack("jcuda-" + JCudaVersion.get(), RESOURCES, List.of(file));
            System.setProperty("java.io.tmpdir", folder.toString());
            initialize.run();
        } catch (IOException e) {
            throw new DeviceException("JCuda's natives cannot be unpacked: " + e.getMessage(), e);
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
    }
}
