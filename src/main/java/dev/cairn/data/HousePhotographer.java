package dev.cairn.data;

import dev.cairn.backend.RandomStream;

/**
 * Takes photographs of house numbers: what stands on the wall, how it is painted, lit, seen and recorded. The ranges were
 * chosen so that brightness, contrast, sharpness, noise and colour spread as they do in SVHN's crops. Lengths on the wall
 * are in pixels of the finished picture, from the centre of the labelled digit. Holds buffers, so each thread needs its own.
 */
final class HousePhotographer {
    static final int SIDE = 32;

    private final long seed;
    private final int stream;
    private final Photo photo = new Photo(SIDE);
    private final Coverage coverage = new Coverage(SIDE);
    private final Strokes strokes = new Strokes();
    private RandomStream random;

    /** Photographs depend on seed, stream and their index alone. */
    HousePhotographer(long seed, int stream) {
        this.seed = seed;
        this.stream = stream;
        this.random = new RandomStream(seed, stream, 0);
    }

    /** Writes photograph {@code index} as [3, 32, 32] unsigned bytes from {@code offset} on and returns its label. */
    int take(long index, byte[] pixels, int offset) {
        random = new RandomStream(seed, stream, index);
        int label = random.nextInt(10);
        View view = view();
        Typeface face = Typeface.draw(random);
        float height = 22.5f + 2.5f * gaussian();
        Colour cast = new Colour(0, 3.5f + 5 * gaussian(), -2 + 3.5f * gaussian());
        float contrast = contrast();
        float middle = clamp(112 + 36 * gaussian(), 20 + Math.abs(contrast) / 3, 235 - Math.abs(contrast) / 3);
        Colour ground = tint(middle - contrast / 2, 0.3f).plus(cast);
        Colour paint = tint(middle + contrast / 2, 0.2f).plus(cast);

        if (chance(0.4f)) {
            plate(view, height, tint(clamp(110 + 45 * gaussian(), 15, 240), 0.3f).plus(cast), ground);
        } else {
            wall(ground);
        }
        number(view, face, height, label, ground, paint);
        photo.light(0.004f * gaussian(), 0.003f * gaussian());
        photo.blur(0.65f + 1.5f * squared(random.nextFloat()), chance(0.5f) ? random.nextFloat(0, 0.6f) : 0);
        photo.lumaNoise(random, random.nextFloat(1.2f, 3.5f), 1 + 4 * squared(random.nextFloat()));
        photo.chromaNoise(random, 5, 2.5f);
        photo.develop(pixels, offset);
        return label;
    }

    /** Mostly from the front, sometimes tilted far; the frame is not quite centred on the digit. */
    private View view() {
        float tilt = (chance(0.15f) ? 0.2f : 0.07f) * gaussian();
        float shear = 0.06f * gaussian();
        float narrow = 1 + 0.05f * gaussian();
        return new View(SIDE / 2f + 0.4f + 1.4f * gaussian(), SIDE / 2f + 1.4f * gaussian(), narrow, shear - tilt,
                narrow * tilt, 1, 0.006f * gaussian(), 0.003f * gaussian());
    }

    /** How much brighter than the ground the paint is; as often darker. */
    private float contrast() {
        float strength = 48 + 130 * squared(random.nextFloat());
        return chance(0.5f) ? strength : -strength;
    }

    /** A brightness with a little colour, or with much at the given probability. */
    private Colour tint(float luma, float strong) {
        float spread = chance(strong) ? 14 : 4;
        float blue = spread * gaussian();
        return new Colour(luma, blue, spread * 0.5f * gaussian() - 0.6f * blue);
    }

    /** A wall of one colour, uneven in brightness. */
    private void wall(Colour colour) {
        photo.fill(colour);
        photo.lumaNoise(random, random.nextFloat(3, 14), 1.5f + 6 * squared(random.nextFloat()));
    }

    /** A plate of the colour {@code ground} on a wall, whose edges may be inside the picture. */
    private void plate(View view, float height, Colour wall, Colour ground) {
        wall(wall);
        float left = -height * random.nextFloat(0.4f, 1.8f);
        float right = height * random.nextFloat(0.4f, 1.8f);
        float top = -height * random.nextFloat(0.54f, 0.89f);
        float bottom = height * random.nextFloat(0.54f, 0.89f);
        coverage.fill(1);
        cut(view, left, top, right, top);
        cut(view, right, top, right, bottom);
        cut(view, right, bottom, left, bottom);
        cut(view, left, bottom, left, top);
        photo.paint(coverage, ground, 1);
    }

    private void cut(View view, float fromX, float fromY, float toX, float toY) {
        coverage.cut(view.x(fromX, fromY), view.y(fromX, fromY), view.x(toX, toY), view.y(toX, toY));
    }

    /** The labelled digit among its neighbours, sometimes with a shadow on the ground. */
    private void number(View view, Typeface face, float height, int label, Colour ground, Colour paint) {
        int[] digits = new int[length()];
        int position = random.nextInt(digits.length);
        for (int i = 0; i < digits.length; i++) {
            digits[i] = i == position ? label : neighbour();
        }
        float start = -face.width(label) / 2;
        for (int i = 0; i < position; i++) {
            start -= face.width(digits[i]) + face.gap();
        }
        if (chance(0.15f)) {
            draw(view, face, height, digits, start + random.nextFloat(-0.08f, 0.08f), random.nextFloat(0.02f, 0.08f));
            photo.paint(coverage, new Colour(ground.luma() * 0.5f, ground.blue(), ground.red()), 0.8f);
        }
        draw(view, face, height, digits, start, 0);
        photo.paint(coverage, paint, 1);
    }

    /** Covers the digits, the first beginning at {@code start}, all {@code drop} below the middle, in digit heights. */
    private void draw(View view, Typeface face, float height, int[] digits, float start, float drop) {
        coverage.fill(0);
        float left = start;
        for (int digit : digits) {
            float width = face.width(digit);
            if (left * height < SIDE && (left + width) * height > -SIDE) {
                face.trace(digit, strokes);
                for (int i = 0; i < strokes.size(); i++) {
                    float x = (strokes.x(i) + left) * height;
                    float y = (strokes.y(i) - 0.5f + drop) * height;
                    strokes.set(i, view.x(x, y), view.y(x, y));
                }
                coverage.draw(strokes, face.penWidth() * height, face.penHeight() * height, face.flatEnds());
            }
            left += width + face.gap();
        }
    }

    /** How many digits a house number has: two or three, as a rule. */
    private int length() {
        float u = random.nextFloat();
        return u < 0.1f ? 1 : u < 0.45f ? 2 : u < 0.82f ? 3 : u < 0.97f ? 4 : 5;
    }

    /** Low house numbers are the common ones, so a neighbour is more often a 1. */
    private int neighbour() {
        return chance(0.15f) ? 1 : random.nextInt(10);
    }

    private boolean chance(float probability) {
        return random.nextFloat() < probability;
    }

    private float gaussian() {
        return (float) random.nextGaussian();
    }

    private static float squared(float x) {
        return x * x;
    }

    private static float clamp(float x, float low, float high) {
        return Math.max(low, Math.min(high, x));
    }
}
