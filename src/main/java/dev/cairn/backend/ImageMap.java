package dev.cairn.backend;

/**
 * Where the pixels of one changed image come from: the one at (u, v) from the image's middle shows the source at
 * {@code (centreX + xx u + xy v, centreY + yx u + yy v)}. Crop and scale, flip, rotation and shift are one such map.
 */
public final class ImageMap {
    private final int[] words = new int[8];
    private final int[] block = new int[4];
    private double centreX;
    private double centreY;
    private double xx;
    private double xy;
    private double yx;
    private double yy;

    /** Draws the map of an image in an epoch. */
    public void draw(ImageChanges changes, long seed, long epoch, int image) {
        for (int i = 0; i < words.length; i += block.length) {
            Philox.block(seed, i / block.length, Streams.AUGMENTATION, image, (int) epoch, block);
            System.arraycopy(block, 0, words, i, block.length);
        }
        int width = changes.width();
        int height = changes.height();
        int crop = changes.crop();
        centreX = (width - 1) / 2.0 + below(2 * changes.shift() + 1, words[0]) - changes.shift();
        centreY = (height - 1) / 2.0 + below(2 * changes.shift() + 1, words[1]) - changes.shift();
        boolean mirrored = changes.flip() && words[2] < 0;
        double angle = Math.toRadians(changes.turn() * (2.0 * Philox.uniform(words[3]) - 1));
        double stepX = 1 / (1 + changes.stretch() * (2.0 * Philox.uniform(words[4]) - 1));
        double stepY = stepX;
        if (crop > 0) {
            centreX += below(width - crop + 1, words[5]) - (width - crop) / 2.0;
            centreY += below(height - crop + 1, words[6]) - (height - crop) / 2.0;
            stepX *= (double) crop / width;
            stepY *= (double) crop / height;
        }
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double mirroredX = mirrored ? -stepX : stepX;
        xx = cosine * mirroredX;
        xy = -sine * stepY;
        yx = sine * mirroredX;
        yy = cosine * stepY;
    }

    /** A uniform integer in [0, bound). */
    private static int below(int bound, int word) {
        return (int) ((word & 0xFFFFFFFFL) * bound >>> 32);
    }

    public double centreX() {
        return centreX;
    }

    public double centreY() {
        return centreY;
    }

    public double xx() {
        return xx;
    }

    public double xy() {
        return xy;
    }

    public double yx() {
        return yx;
    }

    public double yy() {
        return yy;
    }
}
