package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneDnnLibraryTest {

    @Test
    void everySystemOnX86Has64BitNatives() {
        assertThat(OneDnnLibrary.of("Linux", "amd64")).extracting(OneDnnLibrary::folder).isEqualTo("linux-x86_64");
        assertThat(OneDnnLibrary.of("Windows 11", "amd64")).extracting(OneDnnLibrary::folder)
                .isEqualTo("windows-x86_64");
        assertThat(OneDnnLibrary.of("Mac OS X", "x86_64")).extracting(OneDnnLibrary::folder)
                .isEqualTo("macosx-x86_64");
    }

    @Test
    void otherMachinesHaveNone() {
        assertThat(OneDnnLibrary.of("Linux", "aarch64")).isNull();
        assertThat(OneDnnLibrary.of("Mac OS X", "aarch64")).isNull();
        assertThat(OneDnnLibrary.of("FreeBSD", "amd64")).isNull();
    }

    @Test
    void aPlatformWhoseJarIsNotThereIsKnownToBeMissing() {
        assertThat(new OneDnnLibrary("plan9-x86_64", "libdnnl.a", "libomp.a", false).isOnClassPath()).isFalse();
    }
}
