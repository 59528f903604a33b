package dev.cairn.data;

import dev.cairn.backend.RandomStream;
import java.util.List;

/**
 * How the digits of one house number are drawn: a variant of each digit and the pen. Lengths are fractions of the digits'
 * height.
 *
 * @param digits the glyph of each digit 0 to 9
 * @param width of a full digit such as 0, outer edge to outer edge
 * @param penWidth thickness of vertical strokes
 * @param penHeight thickness of horizontal strokes
 * @param roundness of the curves, see {@link Glyph#trace}
 * @param flatEnds whether strokes end flat, else half a circle is added
 * @param waist how far the upper half is stretched at the cost of the lower; negative for a high waist
 * @param slant how far the top leans to the right
 * @param gap between two digits
 */
record Typeface(List<Glyph> digits, float width, float penWidth, float penHeight, float roundness, boolean flatEnds,
        float waist, float slant, float gap) {

    /** A random typeface: bold ones are wider, two in five have thin horizontal strokes, one in four leans. */
    static Typeface draw(RandomStream random) {
        List<List<Glyph>> family = random.nextInt(10) == 0 ? Glyphs.BLOCK : Glyphs.DRAWN;
        float weight = random.nextFloat();
        float penWidth = 0.1f + 0.14f * weight;
        float contrast = random.nextInt(5) < 2 ? random.nextFloat(0.35f, 0.8f) : random.nextFloat(0.8f, 1.05f);
        Glyph[] digits = new Glyph[10];
        for (int digit = 0; digit < digits.length; digit++) {
            List<Glyph> variants = family.get(digit);
            digits[digit] = variants.get(random.nextInt(variants.size()));
        }
        float width = random.nextFloat(0.36f, 0.66f) + 0.1f * weight;
        float roundness = random.nextFloat(0.88f, 1.3f);
        boolean flatEnds = random.nextInt(3) > 0;
        float waist = random.nextFloat(-0.35f, 0.35f);
        float slant = random.nextInt(4) == 0 ? random.nextFloat(0.05f, 0.3f) : 0;
        float gap = random.nextFloat(0.02f, 0.18f);
        return new Typeface(List.of(digits), width, penWidth, penWidth * contrast, roundness, flatEnds, waist, slant,
                gap);
    }

    /** Outer width of a digit; a 1 is narrower than a 0. */
    float width(int digit) {
        return unit() * digits.get(digit).width() + penWidth;
    }

    /**
     * Replaces {@code strokes} by a digit of height 1 whose outer box has its upper left corner at (0, 0), before slanting.
     */
    void trace(int digit, Strokes strokes) {
        Glyph glyph = digits.get(digit);
        glyph.trace(roundness, strokes);
        for (int i = 0; i < strokes.size(); i++) {
            float y = strokes.y(i) / 100;
            y += waist * y * (1 - y);
            y = (1 - penHeight) * y + penHeight / 2;
            float x = unit() * (strokes.x(i) - glyph.left()) + penWidth / 2;
            strokes.set(i, x + slant * (0.5f - y), y);
        }
    }

    /** Width of one of the glyphs' 60 units. */
    private float unit() {
        return (width - penWidth) / 60;
    }
}
