package dev.cairn.data;

/**
 * The centre line of a digit, as a pen would draw it, in a box 100 units high with y downward. A glyph is read from a
 * small path language, a relative of SVG's:
 *
 * <ul>
 * <li>{@code Mx y} lifts the pen and puts it down at (x, y);
 * <li>{@code Lx y} draws a line to (x, y);
 * <li>{@code Hx y} draws a quarter of an ellipse to (x, y) that leaves horizontally and arrives vertically;
 * <li>{@code Vx y} draws a quarter of an ellipse to (x, y) that leaves vertically and arrives horizontally;
 * <li>{@code Cx1 y1 x2 y2 x y} draws a cubic Bezier curve to (x, y).
 * </ul>
 *
 * How round the quarter ellipses are is decided when the glyph is traced, so one description serves round and boxy
 * typefaces.
 */
final class Glyph {
    private static final int PIECES = 5;
    private static final float ELLIPSE = 0.5523f;

    private final char[] commands;
    private final float[] numbers;
    private final float left;
    private final float width;

    private Glyph(char[] commands, float[] numbers) {
        this.commands = commands;
        this.numbers = numbers;
        Strokes strokes = new Strokes();
        trace(1, strokes);
        float low = strokes.x(0);
        float high = low;
        for (int i = 1; i < strokes.size(); i++) {
            low = Math.min(low, strokes.x(i));
            high = Math.max(high, strokes.x(i));
        }
        this.left = low;
        this.width = high - low;
    }

    /** Reads a path such as {@code "M30 0 H60 50 V30 100 H0 50 V30 0"}, the digit 0. */
    static Glyph parse(String path) {
        String[] steps = path.split(" (?=[MLHVC])");
        char[] commands = new char[steps.length];
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < steps.length; i++) {
            commands[i] = steps[i].charAt(0);
            rest.append(steps[i], 1, steps[i].length()).append(' ');
        }
        String[] words = rest.toString().trim().split(" ");
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return new Glyph(commands, numbers);
    }

    /** The same glyph upside down in a box 60 wide: a 9 is a 6 turned by half a circle. */
    Glyph turned() {
        float[] turned = new float[numbers.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (i % 2 == 0 ? 60 : 100) - numbers[i];
        }
        return new Glyph(commands, turned);
    }

    /** Smallest x of the centre line. */
    float left() {
        return left;
    }

    /** Largest less smallest x of the centre line. */
    float width() {
        return width;
    }

    /**
     * Replaces {@code strokes} by this glyph's polylines in its own units. {@code roundness} 1 gives ellipses, more gives
     * boxier and less gives more pointed curves.
     */
    void trace(float roundness, Strokes strokes) {
        strokes.clear();
        float handle = ELLIPSE * roundness;
        float x = 0;
        float y = 0;
        int at = 0;
        for (char command : commands) {
            int end = at + (command == 'C' ? 4 : 0);
            float toX = numbers[end];
            float toY = numbers[end + 1];
            switch (command) {
                case 'M' -> strokes.moveTo(toX, toY);
                case 'L' -> strokes.lineTo(toX, toY);
                case 'H' -> curve(strokes, x, y, x + handle * (toX - x), y, toX, toY - handle * (toY - y), toX, toY);
                case 'V' -> curve(strokes, x, y, x, y + handle * (toY - y), toX - handle * (toX - x), toY, toX, toY);
                case 'C' ->
                    curve(strokes, x, y, numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], toX, toY);
                default -> throw new IllegalStateException("glyph command " + command);
            }
            x = toX;
            y = toY;
            at = end + 2;
        }
    }

    private static void curve(Strokes strokes, float x0, float y0, float x1, float y1, float x2, float y2, float x3,
            float y3) {
        for (int i = 1; i <= PIECES; i++) {
            float t = i / (float) PIECES;
            float s = 1 - t;
            float b0 = s * s * s;
            float b1 = 3 * s * s * t;
            float b2 = 3 * s * t * t;
            float b3 = t * t * t;
            strokes.lineTo(b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3, b0 * y0 + b1 * y1 + b2 * y2 + b3 * y3);
        }
    }
}
