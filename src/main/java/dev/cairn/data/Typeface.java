package dev.cairn.data;

import dev.cairn.backend.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param slant how far the top leans to the right
 * @param gap between two digits
 */
record Typeface(List<Glyph> digits, float width, float penWidth, float penHeight, float roundness, boolean flatEnds,
        float slant, float gap) {

    /** Signwriters' digits, each with the variants that are seen on houses. */
    private static final List<List<Glyph>> DRAWN = withNines(List.of(
            glyphs("M30 0 H60 50 V30 100 H0 50 V30 0", "M30 0 H60 30 L60 70 V30 100 H0 70 L0 30 V30 0"),
            glyphs("M0 0 L0 100", "M0 18 C8 16 16 10 19 0 L19 100", "M0 24 L22 0 L22 100", "M4 13 L20 0 L20 100",
                    "M2 20 L20 0 L20 100 M0 100 L40 100", "M4 6 L20 0 L20 100 M4 100 L36 100"),
            glyphs("M2 25 V30 0 H58 28 C58 52 0 74 0 100 L60 100",
                    "M2 27 V30 0 H58 27 C58 40 52 48 42 58 L0 100 L60 100",
                    "M3 24 V30 0 H57 26 C57 56 12 68 0 96 C20 80 34 112 60 90"),
            glyphs("M2 20 V29 0 H56 25 V28 47 H60 73 V28 100 H0 80", "M4 0 L56 0 L26 40 H60 70 V28 100 H0 82",
                    "M2 22 V29 0 H56 24 V34 47 L22 47 M34 47 H60 73 V29 100 H0 78"),
            glyphs("M44 100 L44 0 L0 68 L60 68", "M46 100 L46 0 L0 74 L62 74", "M8 0 L2 60 L60 60 M44 22 L44 100",
                    "M44 100 L44 0 L0 68 L60 68 M30 100 L58 100", "M40 0 L0 64 L60 64 M44 34 L44 100"),
            glyphs("M54 0 L8 0 L4 44 C10 37 20 34 30 34 H60 67 V28 100 H0 80",
                    "M54 0 L4 0 L4 42 L28 42 H60 71 V28 100 L0 100",
                    "M56 0 L9 0 L5 50 C12 38 22 36 31 36 H60 68 V28 100 H0 82"),
            glyphs("M56 16 V33 0 H0 55 L0 68 V30 100 H60 68 V30 37 H0 68",
                    "M44 0 C28 18 0 46 0 69 V30 100 H60 69 V30 38 H0 69",
                    "M50 2 C20 8 0 34 0 66 V30 100 H60 68 V30 36 C16 36 4 48 0 62"),
            glyphs("M0 0 L60 0 L18 100", "M0 0 L60 0 C40 30 22 56 20 100", "M0 0 L60 0 L20 100 M14 52 L52 52",
                    "M2 14 L2 0 L60 0 C44 34 28 50 24 100"),
            glyphs("M30 48 H3 24 V30 0 H57 24 V30 48 H60 74 V30 100 H0 74 V30 48",
                    "M52 20 V30 0 H6 24 C6 50 60 46 60 74 V30 100 H0 74 C0 50 52 48 52 20")));

    /** Blocks with rounded corners, near the seven segments of a display. */
    private static final List<List<Glyph>> BLOCK = withNines(List.of(
            glyphs("M15 0 L45 0 H60 15 L60 85 V45 100 L15 100 H0 85 L0 15 V15 0"),
            glyphs("M0 0 L0 100", "M0 12 L16 0 L16 100"),
            glyphs("M0 20 L0 15 V15 0 L45 0 H60 15 L60 35 V45 50 L15 50 H0 65 L0 100 L60 100"),
            glyphs("M0 0 L45 0 H60 15 L60 35 V45 48 L15 48 M45 48 H60 63 L60 85 V45 100 L0 100"),
            glyphs("M0 0 L0 52 L60 52 M56 0 L56 100", "M0 0 L0 60 L60 60 M44 30 L44 100"),
            glyphs("M58 0 L0 0 L0 44 L45 44 H60 59 L60 85 V45 100 L0 100"),
            glyphs("M56 0 L15 0 H0 15 L0 85 V15 100 L45 100 H60 85 L60 58 V45 44 L0 44"),
            glyphs("M0 0 L60 0 L60 100", "M0 0 L60 0 L60 24 L24 100"),
            glyphs("M15 0 L45 0 H60 15 L60 85 V45 100 L15 100 H0 85 L0 15 V15 0 M0 48 L60 48")));

    static Typeface draw(RandomStream random) {
        List<List<Glyph>> family = random.nextInt(10) == 0 ? BLOCK : DRAWN;
        float weight = random.nextFloat();
        float penWidth = 0.1f + 0.14f * weight;
        float contrast = random.nextInt(5) < 2 ? random.nextFloat(0.35f, 0.8f) : random.nextFloat(0.8f, 1.05f);
        Glyph[] digits = new Glyph[10];
        for (int digit = 0; digit < digits.length; digit++) {
            List<Glyph> variants = family.get(digit);
            digits[digit] = variants.get(random.nextInt(variants.size()));
        }
        return new Typeface(List.of(digits), random.nextFloat(0.36f, 0.66f) + 0.1f * weight, penWidth,
                penWidth * contrast,
                random.nextFloat(0.88f, 1.3f), random.nextInt(3) > 0,
                random.nextInt(4) == 0 ? random.nextFloat(0.05f, 0.3f) : 0, random.nextFloat(0.02f, 0.18f));
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
        float scale = (1 - penHeight) / 100;
        for (int i = 0; i < strokes.size(); i++) {
            float y = scale * strokes.y(i) + penHeight / 2;
            float x = unit() * (strokes.x(i) - glyph.left()) + penWidth / 2;
            strokes.set(i, x + slant * (0.5f - y), y);
        }
    }

    /** Width of one of the glyphs' 60 units. */
    private float unit() {
        return (width - penWidth) / 60;
    }

    private static List<Glyph> glyphs(String... paths) {
        return Arrays.stream(paths).map(Glyph::parse).toList();
    }

    private static List<List<Glyph>> withNines(List<List<Glyph>> zeroToEight) {
        List<List<Glyph>> all = new ArrayList<>(zeroToEight);
        all.add(zeroToEight.get(6).stream().map(Glyph::turned).toList());
        return List.copyOf(all);
    }
}
