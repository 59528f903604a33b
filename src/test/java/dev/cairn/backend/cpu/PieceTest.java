package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceTest {
    private static final long LIMIT = OneDnnProduct.MAX_MULTIPLY_ADDS_PER_CALL;

    @Test
    void aProductBelowTheLimitIsOnePiece() {
        assertThat(Piece.of(512, 128, 1024, LIMIT)).isEqualTo(new Piece(512, 128, 1024));
    }

    @Test
    void longSumsAreCutIntoEvenPartsBeforeRowsAndColumnsAre() {
        assertThat(Piece.of(512, 512, 3072, LIMIT)).isEqualTo(new Piece(512, 512, 768));
        assertThat(Piece.of(512, 128, 1025, LIMIT)).isEqualTo(new Piece(512, 128, 528));
    }

    @ParameterizedTest
    @CsvSource({"1024,1024,3072", "100000,1,100000", "1,100000,100000", "20,16,2000000000", "8192,8192,8192"})
    void largerOnesAreCutBelowIt(int m, int n, int k) {
        Piece piece = Piece.of(m, n, k, LIMIT);
        assertThat((long) piece.m() * piece.n() * piece.k()).isLessThanOrEqualTo(LIMIT).isGreaterThan(0);
    }

    @Test
    void theLeastLimitIsReached() {
        assertThat(Piece.of(5000, 7000, 3072, Piece.FEWEST_MULTIPLY_ADDS).k()).isEqualTo(768);
        assertThat(Piece.of(5000, 7000, 1024, Piece.FEWEST_MULTIPLY_ADDS)).isEqualTo(new Piece(48, 48, 1024));
    }

    @Test
    void howLongItsSumsAreDependsOnNothingElse() {
        int k = Piece.of(5000, 5000, 10_000, LIMIT).k();
        assertThat(Piece.of(16, 2000, 10_000, LIMIT).k()).isEqualTo(k);
        assertThat(Piece.of(3, 5, 10_000, LIMIT).k()).isEqualTo(k);
    }

    @Test
    void nothingToSumIsStillAPiece() {
        assertThat(Piece.of(5, 6, 0, LIMIT)).isEqualTo(new Piece(5, 6, 1));
    }
}
