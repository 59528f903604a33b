package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedPagesTest {
    private static final Path LIBRARY = Path.of("/cache of mine/libdnnl.so.3");
    private static final List<String> MAPS = List.of(
            "5a5550000-5a6ab0000 rw-p 00000000 00:00 0 ",
            "7f01e800000-7f01f611000 r--p 00000000 fe:00 77                           /cache of mine/libdnnl.so.3",
            "7f01f611000-7f0233c9000 r-xp 00e11000 fe:00 77                           /cache of mine/libdnnl.so.3",
            "7f0233c9000-7f023c90000 r--p 04bc9000 fe:00 77                           /cache of mine/libdnnl.so.3",
            "7f023c90000-7f023d7e000 r--p 05490000 fe:00 77                           /cache of mine/libdnnl.so.3",
            "7f023d7e000-7f023d83000 rw-p 0557d000 fe:00 77                           /cache of mine/libdnnl.so.3",
            "7f035200000-7f035300000 r-xp 00000000 fe:00 78                           /cache of mine/libgomp.so.1");

    @Test
    void whatTheLoaderMayHaveWrittenIsKept() {
        assertThat(LoadedPages.unwritten(MAPS, LIBRARY)).containsExactly(
                new LoadedPages.Range(0x7f01e800000L, 0x7f01f611000L),
                new LoadedPages.Range(0x7f01f611000L, 0x7f0233c9000L));
        assertThat(LoadedPages.unwritten(MAPS, Path.of("/cache of mine/other.so"))).isEmpty();
    }

    @Test
    void oneDnnComputesWithoutThePagesOfItsSymbols() throws IOException {
        OneDnnLibrary library = OneDnnLibrary.ofThisMachine();
        assumeTrue(Files.isReadable(Path.of("/proc/self/smaps")), "Linux tells what is in memory");
        assumeTrue(library != null && library.isOnClassPath(), "oneDNN has no natives for this machine");

        assertThat(GemmSelfCheck.fault(new OneDnnGemm())).isNull();
        assertThat(kibibytesOfItsBeginning()).isBetween(0L, 2048L);
    }

    /** In memory, of the mapping that begins where the file does. */
    private static long kibibytesOfItsBeginning() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        int found = 0;
        while (!lines.get(found).matches(".* r--p 00000000 .*/libdnnl\\.so\\.3")) {
            found++;
        }
        String resident = lines.subList(found, lines.size()).stream().filter(line -> line.startsWith("Rss:"))
                .findFirst().orElseThrow();
        return Long.parseLong(resident.replaceAll("[^0-9]", ""));
    }
}
