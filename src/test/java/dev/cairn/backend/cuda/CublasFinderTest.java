package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CublasFinderTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {"loader", "toolkit/lib64", "conda/lib", "venv/lib/python3.12/site-packages/nvidia/cublas/lib",
                "usr/local/cuda/lib64", "usr/local/cuda-12.4/lib64", "usr/lib/x86_64-linux-gnu",
                "home/.local/lib/python3.11/site-packages/nvidia/cublas/lib",
                "usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib"})
    void looksWhereTheLibrariesUsuallyAre(String folder) throws IOException {
        Path place = install(folder);
        assertThat(finder().find(null))
                .containsExactly(place.resolve("libcublasLt.so.12"), place.resolve("libcublas.so.12"));
    }

    @Test
    void theLoadersPathComesFirstAndANamedFolderIsTheOnlyOne() throws IOException {
        install("usr/local/cuda/lib64");
        Path loader = install("loader");
        Path named = install("mine");
        assertThat(finder().find(null)).first().isEqualTo(loader.resolve("libcublasLt.so.12"));
        assertThat(finder().find(named.toString())).first().isEqualTo(named.resolve("libcublasLt.so.12"));
        assertThatThrownBy(() -> finder().find(root.resolve("empty").toString())).isInstanceOf(DeviceException.class);
    }

    @Test
    void oneLibraryIsNotEnoughAndTheMessageHelps() throws IOException {
        Files.delete(install("loader").resolve("libcublasLt.so.12"));
        assertThatThrownBy(() -> finder().find(null)).isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("libcublasLt.so.12 and libcublas.so.12", root.resolve("loader").toString(),
                        root.resolve("usr/local/cuda/lib64").toString(), "pip install nvidia-cublas-cu12",
                        "-Dcairn.cublas=FOLDER");
    }

    private CublasFinder finder() {
        return new CublasFinder(false, root, Map.of("LD_LIBRARY_PATH", root + "/nowhere:" + root + "/loader",
                "CUDA_HOME", root + "/toolkit", "CONDA_PREFIX", root + "/conda", "VIRTUAL_ENV", root + "/venv",
                "HOME", root + "/home"));
    }

    private Path install(String folder) throws IOException {
        Path place = Files.createDirectories(root.resolve(folder));
        Files.createFile(place.resolve("libcublas.so.12"));
        Files.createFile(place.resolve("libcublasLt.so.12"));
        return place;
    }
}
