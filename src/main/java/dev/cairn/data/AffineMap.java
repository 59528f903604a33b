package dev.cairn.data;

/** Draws an image through an affine map, with bilinear interpolation; beyond the border the edge pixels repeat. */
final class AffineMap {
    private AffineMap() {
    }

    /**
     * Fills the target with source pixels: the target's pixel at (u, v) from its middle shows the source at
     * {@code (centreX + xx u + xy v, centreY + yx u + yy v)}, in each of the channels.
     */
    static void apply(
            byte[] source, int sourceOffset, byte[] target, int targetOffset, int channels, int height, int width,
            float centreX, float centreY, float xx, float xy, float yx, float yy) {
        int plane = height * width;
        for (int row = 0; row < height; row++) {
            float v = row - (height - 1) / 2f;
            for (int column = 0; column < width; column++) {
                float u = column - (width - 1) / 2f;
                float x = Math.clamp(centreX + xx * u + xy * v, 0, width - 1);
                float y = Math.clamp(centreY + yx * u + yy * v, 0, height - 1);
                int left = (int) x;
                int top = (int) y;
                int right = left + 1 < width ? 1 : 0;
                int below = top + 1 < height ? width : 0;
                float fromRight = x - left;
                float fromBelow = y - top;
                int from = sourceOffset + top * width + left;
                int to = targetOffset + row * width + column;
                for (int channel = 0; channel < channels; channel++, from += plane, to += plane) {
                    float upper = mix(source[from], source[from + right], fromRight);
                    float lower = mix(source[from + below], source[from + below + right], fromRight);
                    target[to] = (byte) (upper + (lower - upper) * fromBelow + 0.5f);
                }
            }
        }
    }

    private static float mix(byte first, byte second, float share) {
        int from = first & 0xFF;
        return from + ((second & 0xFF) - from) * share;
    }
}
