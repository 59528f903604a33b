package dev.cairn.backend.cuda;

import dev.cairn.backend.DeviceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks for cuBLAS 12 where toolkits, package managers and Python wheels put it: first where {@code -Dcairn.cublas=FOLDER}
 * says, then in the loader's path, then in toolkits, then in Python environments.
 */
final class CublasFinder {
    /** Names the folder that holds the libraries. */
    static final String PROPERTY = "cairn.cublas";

    private final boolean windows;
    private final Path root;
    private final Map<String, String> environment;
    private final SequencedSet<Path> searched = new LinkedHashSet<>();

    /** @param root the root of the file system, another one in tests */
    CublasFinder(boolean windows, Path root, Map<String, String> environment) {
        this.windows = windows;
        this.root = root;
        this.environment = environment;
    }

    /**
     * Both libraries, in the order in which they must be loaded.
     *
     * @param folder what {@link #PROPERTY} says, or null
     * @throws DeviceException if there are none, naming the folders searched and what to install
     */
    List<Path> find(@Nullable String folder) {
        for (Path candidate : candidates(folder)) {
            searched.add(candidate);
            List<Path> libraries = names().stream().map(candidate::resolve).toList();
            if (libraries.stream().allMatch(Files::isRegularFile)) {
                return libraries;
            }
        }
        throw new DeviceException("cuBLAS 12 was not found: no folder holds " + String.join(" and ", names())
                + ", searched " + String.join(", ", searched.stream().map(Path::toString).toList())
                + "; install the CUDA 12 toolkit or run 'pip install nvidia-cublas-cu12', or name the folder by -D"
                + PROPERTY + "=FOLDER");
    }

    private List<String> names() {
        return windows
                ? List.of("cublasLt64_12.dll", "cublas64_12.dll")
                : List.of("libcublasLt.so.12", "libcublas.so.12");
    }

    private List<Path> candidates(@Nullable String folder) {
        List<Path> folders = new ArrayList<>();
        if (folder != null) {
            folders.add(Path.of(folder));
            return folders;
        }
        folders.addAll(listed(windows ? "PATH" : "LD_LIBRARY_PATH"));
        for (String toolkit : List.of("CUDA_PATH", "CUDA_HOME")) {
            for (Path home : listed(toolkit)) {
                folders.add(home.resolve(windows ? "bin" : "lib64"));
            }
        }
        for (Path conda : listed("CONDA_PREFIX")) {
            folders.add(conda.resolve(windows ? "Library/bin" : "lib"));
        }
        for (String python : List.of("CONDA_PREFIX", "VIRTUAL_ENV")) {
            listed(python).forEach(home -> addWheels(home, folders));
        }
        if (!windows) {
            addUsualPlaces(folders);
        }
        return folders;
    }

    private void addUsualPlaces(List<Path> folders) {
        Path local = root.resolve("usr/local");
        folders.add(local.resolve("cuda/lib64"));
        for (Path toolkit : matching(local, "cuda-12*")) {
            folders.add(toolkit.resolve("lib64"));
        }
        folders.add(root.resolve("usr/lib/x86_64-linux-gnu"));
        folders.add(root.resolve("usr/lib64"));
        folders.add(root.resolve("opt/cuda/lib64"));
        addWheels(local, folders);
        addWheels(root.resolve("usr"), folders);
        for (Path home : listed("HOME")) {
            addWheels(home.resolve(".local"), folders);
        }
    }

    /** Where pip puts the wheel nvidia-cublas-cu12 below a prefix. */
    private void addWheels(Path prefix, List<Path> folders) {
        if (windows) {
            folders.add(prefix.resolve("Lib/site-packages/nvidia/cublas/bin"));
            return;
        }
        for (Path python : matching(prefix.resolve("lib"), "python3*")) {
            folders.add(python.resolve("site-packages/nvidia/cublas/lib"));
            folders.add(python.resolve("dist-packages/nvidia/cublas/lib"));
        }
    }

    private List<Path> listed(String variable) {
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault(variable, "").split(File.pathSeparator)) {
            try {
                if (!folder.isBlank()) {
                    folders.add(Path.of(folder));
                }
            } catch (InvalidPathException e) {
                // What is no path holds no library.
                continue;
            }
        }
        return folders;
    }

    private static List<Path> matching(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found.reversed();
    }
}
