package dev.cairn.data;

import dev.cairn.backend.RandomStream;
import java.util.Arrays;

/** A square colour picture under work: paint first, then light, then what lens and sensor do to it. */
final class Photo {
    private static final int MARGIN = 6;

    private final int side;
    private final float[] luma;
    private final float[] blue;
    private final float[] red;
    private final float[][] planes;
    private final int stride;
    private final float[] wide;
    private final float[] wideBlurred;
    private final float[] grid;
    private final float[] gridRow;

    Photo(int side) {
        this.side = side;
        this.luma = new float[side * side];
        this.blue = new float[side * side];
        this.red = new float[side * side];
        this.planes = new float[][] {luma, blue, red};
        this.stride = side + 2 * MARGIN;
        this.wide = new float[stride * stride];
        this.wideBlurred = new float[stride * stride];
        this.grid = new float[(side + 1) * (side + 1)];
        this.gridRow = new float[side + 1];
    }

    void fill(Colour colour) {
        Arrays.fill(luma, colour.luma());
        Arrays.fill(blue, colour.blue());
        Arrays.fill(red, colour.red());
    }

    /** Lays a colour over what is there, as opaque as {@code coverage} says times {@code opacity}. */
    void paint(Coverage coverage, Colour colour, float opacity) {
        float[] cover = coverage.values();
        blend(luma, cover, colour.luma(), opacity);
        blend(blue, cover, colour.blue(), opacity);
        blend(red, cover, colour.red(), opacity);
    }

    private static void blend(float[] plane, float[] cover, float value, float opacity) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] += cover[i] * opacity * (value - plane[i]);
        }
    }

    /** Multiplies the brightness by 1 in the centre, growing by {@code dx} and {@code dy} a pixel. */
    void light(float dx, float dy) {
        float middle = (side - 1) / 2f;
        for (int y = 0; y < side; y++) {
            float row = 1 + dy * (y - middle) - dx * middle;
            for (int x = 0; x < side; x++) {
                luma[y * side + x] *= row + dx * x;
            }
        }
    }

    /**
     * Blurs everything by a Gaussian of standard deviation {@code sigma} pixels, cut off {@value #MARGIN} pixels away; what
     * lies outside the picture is taken to repeat its border. Then sharpens what is left as cameras do: {@code halo} is
     * the weight of a Gaussian twice as wide that is subtracted.
     */
    void blur(float sigma, float halo) {
        float[] kernel = gaussian(sigma);
        if (halo > 0) {
            float[] wider = gaussian(2 * sigma);
            for (int i = 0; i < wider.length; i++) {
                wider[i] = (i < kernel.length ? (1 + halo) * kernel[i] : 0) - halo * wider[i];
            }
            kernel = wider;
        }
        for (float[] plane : planes) {
            widen(plane);
            convolve(wide, wideBlurred, kernel, 1);
            convolve(wideBlurred, wide, kernel, stride);
            for (int y = 0; y < side; y++) {
                System.arraycopy(wide, (y + MARGIN) * stride + MARGIN, plane, y * side, side);
            }
        }
    }

    /** Half a normalised Gaussian, the centre first. */
    private static float[] gaussian(float sigma) {
        float[] kernel = new float[Math.min(MARGIN, (int) (2.5f * sigma + 0.5f)) + 1];
        float sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) StrictMath.exp(-i * i / (2.0 * sigma * sigma));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Copies a plane into the middle of {@link #wide} and repeats its border around it. */
    private void widen(float[] plane) {
        for (int y = 0; y < stride; y++) {
            int from = Math.max(0, Math.min(side - 1, y - MARGIN)) * side;
            int to = y * stride;
            Arrays.fill(wide, to, to + MARGIN, plane[from]);
            System.arraycopy(plane, from, wide, to + MARGIN, side);
            Arrays.fill(wide, to + MARGIN + side, to + stride, plane[from + side - 1]);
        }
    }

    /**
     * Convolves along rows ({@code step} 1) or columns ({@code step} = stride). It runs over the ends of rows, which only
     * disturbs the margin.
     */
    private static void convolve(float[] from, float[] to, float[] kernel, int step) {
        int end = from.length - MARGIN * step;
        for (int i = MARGIN * step; i < end; i++) {
            to[i] = kernel[0] * from[i];
        }
        for (int k = 1; k < kernel.length; k++) {
            addScaled(from, to, kernel[k], k * step, MARGIN * step, end);
        }
    }

    private static void addScaled(float[] from, float[] to, float weight, int distance, int start, int end) {
        for (int i = start; i < end; i++) {
            to[i] += weight * (from[i - distance] + from[i + distance]);
        }
    }

    /** Adds brightness noise in grains of {@code grain} pixels. */
    void lumaNoise(RandomStream random, float grain, float sigma) {
        addNoise(luma, random, grain, sigma);
    }

    /** Adds colour noise in grains of {@code grain} pixels. */
    void chromaNoise(RandomStream random, float grain, float sigma) {
        addNoise(blue, random, grain, sigma);
        addNoise(red, random, grain, sigma);
    }

    /**
     * Random values of standard deviation {@code sigma} on a grid with {@code grain} pixels between its points, linear
     * between them.
     */
    private void addNoise(float[] plane, RandomStream random, float grain, float sigma) {
        int points = (int) ((side - 1) / grain) + 2;
        float scale = sigma * (float) Math.sqrt(6) / 65536;
        for (int i = 0; i < points * points; i++) {
            int word = random.nextInt();
            grid[i] = scale * ((word >>> 16) - (word & 0xFFFF));
        }
        for (int y = 0; y < side; y++) {
            int gridY = (int) (y / grain);
            float below = y / grain - gridY;
            int upper = gridY * points;
            for (int i = 0; i < points; i++) {
                gridRow[i] = grid[upper + i] + below * (grid[upper + points + i] - grid[upper + i]);
            }
            for (int x = 0; x < side; x++) {
                float gridX = x / grain;
                int left = (int) gridX;
                plane[y * side + x] += gridRow[left] + (gridX - left) * (gridRow[left + 1] - gridRow[left]);
            }
        }
    }

    /** Writes the picture as red, green and blue planes of unsigned bytes. */
    void develop(byte[] pixels, int offset) {
        int area = side * side;
        for (int i = 0; i < area; i++) {
            float y = luma[i];
            pixels[offset + i] = toByte(y + 1.402f * red[i]);
            pixels[offset + area + i] = toByte(y - 0.344136f * blue[i] - 0.714136f * red[i]);
            pixels[offset + 2 * area + i] = toByte(y + 1.772f * blue[i]);
        }
    }

    private static byte toByte(float value) {
        return (byte) (int) (Math.max(0, Math.min(255, value)) + 0.5f);
    }
}
