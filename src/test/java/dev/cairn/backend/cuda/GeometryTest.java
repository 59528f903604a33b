package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeometryTest {
    private static final int[] ROWS = {1, 4, 5, 128, 70_001, Integer.MAX_VALUE};

    @Test
    void aThreadTakesFourElementsUntilTheCardIsFull() {
        assertThat(Geometry.elementBlocks(0)).isEqualTo(1);
        assertThat(Geometry.elementBlocks(1024)).isEqualTo(1);
        assertThat(Geometry.elementBlocks(1025)).isEqualTo(2);
        assertThat(Geometry.elementBlocks(Integer.MAX_VALUE)).isEqualTo(2048);
    }

    @Test
    void aRowIsHeldByAWarpOrABlock() {
        assertThat(Geometry.teamSize(1)).isEqualTo(32);
        assertThat(Geometry.teamSize(256)).isEqualTo(32);
        assertThat(Geometry.teamSize(257)).isEqualTo(64);
        assertThat(Geometry.teamSize(Integer.MAX_VALUE)).isEqualTo(1024);
        assertThat(Geometry.rowThreads(10)).as("eight warps, a row each").isEqualTo(256);
        assertThat(Geometry.rowThreads(257)).as("one row").isEqualTo(64);
        assertThat(Geometry.rowBlocks(20, 10)).isEqualTo(3);
        assertThat(Geometry.rowBlocks(20, 257)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1025, 70_001, Integer.MAX_VALUE})
    void noSumHasMorePartsThanThereIsRoomFor(int n) {
        assertThat(Geometry.sumBlocks(n)).isBetween(1, Geometry.MOST_PARTS);
        assertThat(Geometry.rowBlocks(n, 10)).isBetween(1, Geometry.MOST_PARTS);
        assertThat(Geometry.rowBlocks(n, 1000)).isBetween(1, Geometry.MOST_PARTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 31, 32, 33, 512, 2049, Integer.MAX_VALUE})
    void columnsAreCoveredByPowersOfTwo(int columns) {
        int width = Geometry.columnWidth(columns);
        assertThat(width).isBetween(1, 4);
        assertThat(Integer.bitCount(width)).isEqualTo(1);
        int block = 4 * width;
        assertThat((long) block * Geometry.columnBlocks(columns)).isBetween((long) columns, (long) columns + block - 1);
        for (int rows : ROWS) {
            int threads = Geometry.columnThreads(rows, columns);
            assertThat(threads).isBetween(32, 512);
            assertThat(Integer.bitCount(threads)).as("%d threads", threads).isEqualTo(1);
        }
    }

    @Test
    void tallMatricesGetMoreThreads() {
        assertThat(Geometry.columnThreads(1, 10)).isEqualTo(32);
        assertThat(Geometry.columnThreads(128, 10)).isEqualTo(256);
        assertThat(Geometry.columnThreads(512, 512)).isEqualTo(512);
        assertThat(Geometry.columnThreads(Integer.MAX_VALUE, 1)).isEqualTo(512);
    }
}
