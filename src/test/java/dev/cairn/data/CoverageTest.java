package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final int SIDE = 32;

    private final Coverage coverage = new Coverage(SIDE);
    private final Strokes line = new Strokes();

    CoverageTest() {
        line.moveTo(8, 16.3f);
        line.lineTo(24, 16.3f);
    }

    @Test
    void aRoundPenCoversTheAreaOfACapsule() {
        coverage.draw(line, 6, 6, false);

        assertThat(area()).isCloseTo(16 * 6 + Math.PI * 9, within(1.0));
    }

    @Test
    void flatEndsReachHalfAPenBeyondTheLine() {
        coverage.draw(line, 6, 6, true);

        assertThat(area()).isCloseTo(22 * 6, within(1.0));
    }

    @Test
    void aLineIsAsThickAsThePenIsAcrossIt() {
        coverage.draw(line, 6, 2, false);

        assertThat(area()).isCloseTo(16 * 2 + Math.PI, within(1.0));
    }

    @Test
    void cuttingKeepsWhatLiesToTheRight() {
        coverage.fill(1);
        coverage.cut(10.5f, 0, 10.5f, SIDE);
        assertThat(area()).isCloseTo(10.5 * SIDE, within(0.01));

        coverage.cut(0, 20, SIDE, 20);
        assertThat(area()).isCloseTo(10.5 * 12, within(0.01));
    }

    @Test
    void drawingOutsideThePictureChangesNothing() {
        Strokes outside = new Strokes();
        outside.moveTo(-20, -5);
        outside.lineTo(60, -5);
        outside.moveTo(-9, 40);
        outside.lineTo(-9, 40);
        coverage.draw(outside, 4, 4, true);

        assertThat(area()).isZero();
    }

    private double area() {
        double area = 0;
        for (float value : coverage.values()) {
            area += value;
        }
        return area;
    }
}
