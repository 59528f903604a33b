package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {

    @Test
    void smallProductsStayOnTheCaller() {
        assertThat(count(20, 10, 16, 8)).isEqualTo(1);
        assertThat(count(1000, 1000, 1000, 1)).isEqualTo(1);
        assertThat(new Blocks().cut(20, 10, 16, 8)).isFalse();
    }

    @Test
    void largeProductsGetTwoBlocksOfRowsAThreadOrOneOfColumns() {
        assertThat(count(1024, 1024, 3072, 2)).isEqualTo(4);
        assertThat(count(512, 1024, 3072, 2)).isEqualTo(2);
    }

    @Test
    void noBlockIsEmpty() {
        assertThat(count(20, 3, 10_000, 8)).isEqualTo(3);
        assertThat(count(20, 3, 1_000_000, 8)).isEqualTo(6);
        assertThat(count(1, 80, 1_000_000, 8)).isEqualTo(5);
    }

    @Test
    void aLoneSampleIsSharedFromLargerProductsOn() {
        assertThat(new Blocks().cut(1, 50, 3072, 2)).isFalse();
        assertThat(count(1, 512, 1024, 2)).isEqualTo(2);
    }

    private static int count(int m, int n, int k, int threads) {
        Blocks blocks = new Blocks();
        blocks.cut(m, n, k, threads);
        return blocks.count();
    }

    /** The longer side is cut, between tiles. */
    @ParameterizedTest
    @CsvSource({"1024,16,true", "100,50,true", "128,1024,false", "20,1030,false", "65,30,true"})
    void blocksOfRowsOrOfColumnsCoverC(int m, int n, boolean ofRows) {
        Blocks blocks = new Blocks();
        assertThat(blocks.cut(m, n, 600, 2)).isTrue();
        int rows = 0;
        int columns = 0;
        for (int block = 0; block < blocks.count(); block++) {
            assertThat(blocks.firstRow(block)).isEqualTo(ofRows ? rows : 0);
            assertThat(blocks.firstRow(block) % 8).isZero();
            assertThat(blocks.firstColumn(block)).isEqualTo(ofRows ? 0 : columns);
            assertThat(blocks.firstColumn(block) % 16).isZero();
            assertThat(blocks.rows(block)).isGreaterThan(1);
            rows += blocks.rows(block);
            columns += blocks.columns(block);
        }
        assertThat(ofRows ? rows : columns).isEqualTo(ofRows ? m : n);
        assertThat(ofRows ? columns : rows).isEqualTo(blocks.count() * (ofRows ? n : m));
    }

    /** However many rows and threads there are, where the second half begins depends on k alone. */
    @ParameterizedTest
    @CsvSource({"100,1", "100,2", "100,5", "1,2", "30,3"})
    void longSumsOfFewColumnsAreMadeInHalves(int m, int threads) {
        Blocks blocks = new Blocks();
        blocks.cut(m, 50, 3073, threads);
        int[] rows = new int[2];
        for (int block = 0; block < blocks.count(); block++) {
            int half = block < blocks.count() / 2 ? 0 : 1;
            assertThat(blocks.firstTerm(block)).isEqualTo(half * 1536);
            assertThat(blocks.terms(block)).isEqualTo(half == 0 ? 1536 : 1537);
            assertThat(blocks.firstRow(block)).isEqualTo(rows[half]);
            assertThat(blocks.columns(block)).isEqualTo(50);
            rows[half] += blocks.rows(block);
        }
        assertThat(rows).containsOnly(m);
    }
}
