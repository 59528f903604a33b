package dev.cairn.backend.cpu;

import dev.cairn.backend.NativeFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * oneDNN's shared library and the OpenMP runtime it was linked with, from the natives jar {@code org.bytedeco:dnnl}.
 *
 * @param folder the natives' name of the platform, as in the jar's classifier
 * @param library file name of oneDNN
 * @param openMp name of the OpenMP runtime
 * @param bundlesOpenMp the jar carries the OpenMP runtime; elsewhere it belongs to the system
 */
record OneDnnLibrary(String folder, String library, String openMp, boolean bundlesOpenMp) {

    private static final String RESOURCES = "org/bytedeco/dnnl/";
    private static final String VERSION_RESOURCE = "META-INF/maven/org.bytedeco/dnnl/pom.properties";

    /** The functions of both libraries. */
    record Symbols(SymbolLookup oneDnn, SymbolLookup openMp) {
    }

    /** The library of this machine, or null where there is none: oneDNN is fast on x86-64 only. */
    static @Nullable OneDnnLibrary ofThisMachine() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static @Nullable OneDnnLibrary of(String osName, String osArch) {
        if (!osArch.equals("amd64") && !osArch.equals("x86_64")) {
            return null;
        }
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("linux")) {
            return new OneDnnLibrary("linux-x86_64", "libdnnl.so.3", "libgomp.so.1", true);
        }
        if (os.startsWith("windows")) {
            return new OneDnnLibrary("windows-x86_64", "dnnl.dll", "vcomp140.dll", false);
        }
        if (os.startsWith("mac")) {
            return new OneDnnLibrary("macosx-x86_64", "libdnnl.3.dylib", "libiomp5.dylib", true);
        }
        return null;
    }

    /** Whether the natives jar of this platform is on the class path. */
    boolean isOnClassPath() {
        return NativeFiles.isOnClassPath(RESOURCES + folder + "/" + library);
    }

    /**
     * Unpacks and loads both libraries; they stay loaded.
     *
     * @throws UnsatisfiedLinkError when there are none for this machine, or they cannot be unpacked or loaded
     * @throws IllegalCallerException when native access is denied
     */
    static Symbols load() {
        OneDnnLibrary library = ofThisMachine();
        if (library == null) {
            throw new UnsatisfiedLinkError(noLibrary());
        }
        NativeFiles.requireNativeAccess();
        try {
            return library.unpackAndLoad();
        } catch (IOException | IllegalArgumentException e) {
            throw (Error) new UnsatisfiedLinkError("oneDNN could not be loaded: " + e.getMessage()).initCause(e);
        }
    }

    /** Why {@link #ofThisMachine()} is null. */
    static String noLibrary() {
        return "no natives for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                + ": oneDNN is used on x86-64 only";
    }

    private Symbols unpackAndLoad() throws IOException {
        List<String> files = bundlesOpenMp ? List.of(openMp, library) : List.of(library);
        String version = NativeFiles.property(VERSION_RESOURCE, "version");
        Path unpacked = NativeFiles.unpack("onednn-" + version + "-" + folder, RESOURCES + folder + "/", files);
        // OpenMP first: the system's loader then takes this copy for oneDNN, wherever else it would have looked.
        SymbolLookup openMpSymbols = bundlesOpenMp
                ? SymbolLookup.libraryLookup(unpacked.resolve(openMp), Arena.global())
                : SymbolLookup.libraryLookup(openMp, Arena.global());
        SymbolLookup oneDnnSymbols = SymbolLookup.libraryLookup(unpacked.resolve(library), Arena.global());
        LoadedPages.giveBack(unpacked.resolve(library));
        return new Symbols(oneDnnSymbols, openMpSymbols);
    }
}
