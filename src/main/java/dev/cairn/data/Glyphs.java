package dev.cairn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shapes of digits, each with the variants that are seen on houses: first for each digit 0 to 9, then a list of
 * variants. In the tables a line is a digit and the path of one variant, see {@link Glyph}; a 9 is a 6 turned around.
 */
final class Glyphs {
    /** As signwriters draw them. */
    static final List<List<Glyph>> DRAWN = read("""
            0 M30 0 H60 50 V30 100 H0 50 V30 0
            0 M30 0 H60 30 L60 70 V30 100 H0 70 L0 30 V30 0
            1 M0 0 L0 100
            1 M0 18 C8 16 16 10 19 0 L19 100
            1 M0 24 L22 0 L22 100
            1 M4 13 L20 0 L20 100
            1 M2 20 L20 0 L20 100 M0 100 L40 100
            1 M4 6 L20 0 L20 100 M4 100 L36 100
            2 M2 25 V30 0 H58 28 C58 52 0 74 0 100 L60 100
            2 M2 27 V30 0 H58 27 C58 40 52 48 42 58 L0 100 L60 100
            2 M3 24 V30 0 H57 26 C57 56 12 68 0 96 C20 80 34 112 60 90
            3 M2 20 V29 0 H56 25 V28 47 H60 73 V28 100 H0 80
            3 M4 0 L56 0 L26 40 H60 70 V28 100 H0 82
            3 M2 22 V29 0 H56 24 V34 47 L22 47 M34 47 H60 73 V29 100 H0 78
            4 M44 100 L44 0 L0 68 L60 68
            4 M46 100 L46 0 L0 74 L62 74
            4 M8 0 L2 60 L60 60 M44 22 L44 100
            4 M44 100 L44 0 L0 68 L60 68 M30 100 L58 100
            4 M40 0 L0 64 L60 64 M44 34 L44 100
            5 M54 0 L8 0 L4 44 C10 37 20 34 30 34 H60 67 V28 100 H0 80
            5 M54 0 L4 0 L4 42 L28 42 H60 71 V28 100 L0 100
            5 M56 0 L9 0 L5 50 C12 38 22 36 31 36 H60 68 V28 100 H0 82
            6 M56 16 V33 0 H0 55 L0 68 V30 100 H60 68 V30 37 H0 68
            6 M44 0 C28 18 0 46 0 69 V30 100 H60 69 V30 38 H0 69
            6 M50 2 C20 8 0 34 0 66 V30 100 H60 68 V30 36 C16 36 4 48 0 62
            7 M0 0 L60 0 L18 100
            7 M0 0 L60 0 C40 30 22 56 20 100
            7 M0 0 L60 0 L20 100 M14 52 L52 52
            7 M2 14 L2 0 L60 0 C44 34 28 50 24 100
            8 M30 48 H3 24 V30 0 H57 24 V30 48 H60 74 V30 100 H0 74 V30 48
            8 M52 20 V30 0 H6 24 C6 50 60 46 60 74 V30 100 H0 74 C0 50 52 48 52 20
            """);

    /** Blocks with rounded corners, near the seven segments of a display. */
    static final List<List<Glyph>> BLOCK = read("""
            0 M15 0 L45 0 H60 15 L60 85 V45 100 L15 100 H0 85 L0 15 V15 0
            1 M0 0 L0 100
            1 M0 12 L16 0 L16 100
            2 M0 20 L0 15 V15 0 L45 0 H60 15 L60 35 V45 50 L15 50 H0 65 L0 100 L60 100
            3 M0 0 L45 0 H60 15 L60 35 V45 48 L15 48 M45 48 H60 63 L60 85 V45 100 L0 100
            4 M0 0 L0 52 L60 52 M56 0 L56 100
            4 M0 0 L0 60 L60 60 M44 30 L44 100
            5 M58 0 L0 0 L0 44 L45 44 H60 59 L60 85 V45 100 L0 100
            6 M56 0 L15 0 H0 15 L0 85 V15 100 L45 100 H60 85 L60 58 V45 44 L0 44
            7 M0 0 L60 0 L60 100
            7 M0 0 L60 0 L60 24 L24 100
            8 M15 0 L45 0 H60 15 L60 85 V45 100 L15 100 H0 85 L0 15 V15 0 M0 48 L60 48
            """);

    private Glyphs() {
    }

    private static List<List<Glyph>> read(String table) {
        List<List<Glyph>> digits = Stream.<List<Glyph>>generate(ArrayList::new).limit(10).toList();
        table.lines().forEach(line -> {
            int digit = line.charAt(0) - '0';
            Glyph glyph = Glyph.parse(line.substring(2));
            digits.get(digit).add(glyph);
            if (digit == 6) {
                digits.get(9).add(glyph.turned());
            }
        });
        return digits;
    }
}
