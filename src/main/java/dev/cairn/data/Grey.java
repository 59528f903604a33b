package dev.cairn.data;

import dev.cairn.Shape;

/** Colour to grey by luminance, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); 8-bit results are rounded to the nearest. */
final class Grey {
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private Grey() {
    }

    /** [1, H, W] for [3, H, W] or [1, H, W]. */
    static Shape shape(String name, Shape colour) {
        if (colour.rank() != 3 || colour.dimension(0) != 3 && colour.dimension(0) != 1) {
            throw new IllegalArgumentException("grey: samples of data set " + name + " have shape " + colour
                    + "; only colour images [3, H, W] can become grey");
        }
        return colour.withRows(1);
    }

    static Features of(Features colour, Shape shape) {
        int plane = shape.columns();
        int length = colour.length() / 3;
        byte[] bytes = new byte[colour.isBytes() ? length : 0];
        float[] floats = new float[colour.isBytes() ? 0 : length];
        for (int i = 0; i < length; i++) {
            int red = i / plane * 3 * plane + i % plane;
            double grey = RED * colour.value(red) + GREEN * colour.value(red + plane)
                    + BLUE * colour.value(red + 2 * plane);
            if (colour.isBytes()) {
                bytes[i] = (byte) Math.round(grey);
            } else {
                floats[i] = (float) grey;
            }
        }
        return colour.isBytes() ? Features.of(bytes) : Features.of(floats);
    }
}
