package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GlyphTest {
    private final Strokes strokes = new Strokes();

    @Test
    void joinsPointsUnlessThePenIsLifted() {
        Glyph.parse("M2 20 L20 0 L20 100 M0 100 L40 100").trace(1, strokes);

        assertThat(strokes.size()).isEqualTo(5);
        assertThat(strokes.joins(0)).isFalse();
        assertThat(strokes.joins(2)).isTrue();
        assertThat(strokes.joins(3)).isFalse();
        assertThat(strokes.joins(4)).isTrue();
        assertThat(strokes.joins(5)).isFalse();
        assertThat(strokes.x(4)).isEqualTo(40);
        assertThat(strokes.y(4)).isEqualTo(100);
    }

    @Test
    void drawsQuartersOfAnEllipse() {
        Glyph.parse("M30 0 H60 50 V30 100 H0 50 V30 0").trace(1, strokes);

        for (int i = 0; i < strokes.size(); i++) {
            float x = (strokes.x(i) - 30) / 30;
            float y = (strokes.y(i) - 50) / 50;
            assertThat(x * x + y * y).as("point %d", i).isCloseTo(1, within(0.002f));
        }
    }

    @Test
    void measuresAndTurnsTheCentreLine() {
        Glyph six = Glyph.parse("M44 0 L0 69 L60 90");
        assertThat(six.left()).isZero();
        assertThat(six.width()).isEqualTo(60);

        six.turned().trace(1, strokes);
        assertThat(strokes.x(0)).isEqualTo(16);
        assertThat(strokes.y(0)).isEqualTo(100);
        assertThat(strokes.x(1)).isEqualTo(60);
        assertThat(strokes.y(1)).isEqualTo(31);
    }

    @Test
    void everyDigitFillsTheHeightOfItsBox() {
        for (int digit = 0; digit < 10; digit++) {
            for (Glyph glyph : Glyphs.DRAWN.get(digit)) {
                glyph.trace(1, strokes);
                float top = Float.MAX_VALUE;
                float bottom = -Float.MAX_VALUE;
                for (int i = 0; i < strokes.size(); i++) {
                    top = Math.min(top, strokes.y(i));
                    bottom = Math.max(bottom, strokes.y(i));
                }
                assertThat(top).as("top of a %d", digit).isCloseTo(0, within(5f));
                assertThat(bottom).as("bottom of a %d", digit).isCloseTo(100, within(5f));
            }
        }
    }
}
