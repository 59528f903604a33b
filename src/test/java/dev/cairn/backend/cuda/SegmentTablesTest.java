package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backend.Segments;
import org.junit.jupiter.api.Test;

class SegmentTablesTest {
    @Test
    void longSegmentsAreCutAndFrozenOnesLeftOut() {
        Segments segments = new Segments(new int[] {0, 64, 4096}, new int[] {10, 500, 2049}, new float[] {1, 0, 0.5f},
                new float[] {0.25f, 1, 0}, new boolean[] {true, true, false});
        int half = Float.floatToRawIntBits(0.5f);
        assertThat(SegmentTables.chunkWords(segments)).containsExactly(
                0, 10, Float.floatToRawIntBits(1), Float.floatToRawIntBits(0.25f), Float.floatToRawIntBits(1),
                4096, 1024, half, 0, 0,
                5120, 1024, half, 0, 0,
                6144, 1, half, 0, 0);
    }

    @Test
    void aModelThatIsFrozenHasNoChunks() {
        Segments frozen = new Segments(new int[] {0}, new int[] {10}, new float[1], new float[1], new boolean[1]);
        assertThat(SegmentTables.chunkWords(frozen)).isEmpty();
    }
}
