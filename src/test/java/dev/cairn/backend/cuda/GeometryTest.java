package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeometryTest {
    private static final int[] ROWS = {1, 4, 5, 128, 70_001, Integer.MAX_VALUE};

    @Test
    void elementsGetOneThreadEachUntilTheCardIsFull() {
        assertThat(Geometry.elementBlocks(0)).isEqualTo(1);
        assertThat(Geometry.elementBlocks(256)).isEqualTo(1);
        assertThat(Geometry.elementBlocks(257)).isEqualTo(2);
        assertThat(Geometry.elementBlocks(Integer.MAX_VALUE)).isEqualTo(2048);
    }

    @Test
    void aRowGetsWholeWarps() {
        assertThat(Geometry.rowThreads(1)).isEqualTo(32);
        assertThat(Geometry.rowThreads(32)).isEqualTo(32);
        assertThat(Geometry.rowThreads(33)).isEqualTo(64);
        assertThat(Geometry.rowThreads(Integer.MAX_VALUE)).isEqualTo(512);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1025, 70_001, Integer.MAX_VALUE})
    void noSumHasMorePartsThanThereIsRoomFor(int n) {
        assertThat(Geometry.sumBlocks(n)).isBetween(1, Geometry.MOST_PARTS);
        assertThat(Geometry.rowBlocks(n)).isBetween(1, Geometry.MOST_PARTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 31, 32, 33, 512, 2049, Integer.MAX_VALUE})
    void columnsAreCoveredByPowersOfTwo(int columns) {
        int width = Geometry.columnWidth(columns);
        assertThat(width).isBetween(1, 32);
        assertThat(Integer.bitCount(width)).isEqualTo(1);
        assertThat((long) width * Geometry.columnBlocks(columns)).isBetween((long) columns, (long) columns + width - 1);
        for (int rows : ROWS) {
            int threads = Geometry.columnThreads(rows, columns);
            assertThat(threads).isBetween(32, 1024);
            assertThat(Integer.bitCount(threads)).as("%d threads", threads).isEqualTo(1);
        }
    }

    @Test
    void tallMatricesGetMoreThreads() {
        assertThat(Geometry.columnThreads(1, 10)).isEqualTo(32);
        assertThat(Geometry.columnThreads(128, 10)).isEqualTo(512);
        assertThat(Geometry.columnThreads(128, 512)).isEqualTo(1024);
        assertThat(Geometry.columnThreads(Integer.MAX_VALUE, 1)).isEqualTo(1024);
    }
}
