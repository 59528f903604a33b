package dev.cairn.backend;

/**
 * Random changes to 8-bit images on their way into a batch: an {@link ImageMap} with bilinear interpolation, beyond the border
 * of which the edge pixels repeat; then noise, and values are kept within 0 to 255. What happens to an image depends on seed,
 * epoch and image alone: its words are the {@link Philox} draw (seed, {@link Streams#AUGMENTATION}, epoch · 2^32 + image). The
 * first eight make the map. From {@link #NOISE_BLOCK} on a channel takes blocks of its own, {@link #noiseBlocks} of them, in
 * which the upper and the lower half of a word serve two neighbouring pixels. Device twin: {@code kernels/changes.cu}.
 *
 * @param channels of an image
 * @param height   of an image
 * @param width    of an image
 * @param shift    the most whole pixels that it is moved by, in each direction
 * @param flip     whether every second one is mirrored, left and right
 * @param turn     the most degrees that it is turned by, to either side
 * @param stretch  it is enlarged by a factor from 1 - stretch to 1 + stretch
 * @param crop     the side of the window that is enlarged to the whole; 0 for none
 * @param noise    the standard deviation of Gaussian noise, in units of 1 of 255
 */
public record ImageChanges(int channels, int height, int width, int shift, boolean flip, float turn, float stretch,
        int crop, float noise) {
    /** The first block of the words that are noise. */
    public static final int NOISE_BLOCK = 2;
    /** The bits of a word that choose one of the {@link #deviates}. */
    public static final int DEVIATE_BITS = 12;

    private static final int PIXELS_A_BLOCK = 8;

    /** Whether pixels come from other places than their own. */
    public boolean moves() {
        return shift > 0 || flip || turn > 0 || stretch > 0 || crop > 0;
    }

    /** The number of pixels of a channel. */
    public int plane() {
        return height * width;
    }

    /** The blocks of words that the noise of a channel takes. */
    public int noiseBlocks() {
        return Math.ceilDiv(plane(), PIXELS_A_BLOCK);
    }

    /**
     * A table of the 4096 quantiles of the standard normal distribution, from which noise is taken: a tenth of the time of exact
     * deviates, and no pixel can tell. The largest is 3.7. They are the middles of equally likely intervals, by summing the
     * density upwards from 0; the lower half mirrors the upper.
     */
    public static float[] deviates() {
        int size = 1 << DEVIATE_BITS;
        float[] quantiles = new float[size];
        double step = 1.0 / 4096;
        double z = 0;
        double below = 0.5;
        for (int i = size / 2; i < size; i++) {
            while (below < (i + 0.5) / size) {
                double middle = z + step / 2;
                below += step * StrictMath.exp(-middle * middle / 2) / StrictMath.sqrt(2 * Math.PI);
                z += step;
            }
            quantiles[i] = (float) z;
            quantiles[size - 1 - i] = (float) -z;
        }
        return quantiles;
    }
}
