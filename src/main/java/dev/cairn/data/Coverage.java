package dev.cairn.data;

import java.util.Arrays;

/**
 * How much of each pixel of a square picture is covered by what was drawn, from 0 to 1. Pixel (x, y) has its centre at
 * (x + 0.5, y + 0.5); edges are smoothed by the signed distance of that centre from the shape.
 */
final class Coverage {
    private final int side;
    private final float[] values;

    Coverage(int side) {
        this.side = side;
        this.values = new float[side * side];
    }

    /** Covers every pixel alike. */
    void fill(float amount) {
        Arrays.fill(values, amount);
    }

    float[] values() {
        return values;
    }

    /**
     * Adds polylines drawn by an elliptic pen.
     *
     * @param penWidth horizontal diameter of the pen in pixels
     * @param penHeight vertical diameter of the pen
     * @param flatEnds whether ends are cut flat instead of round
     */
    void draw(Strokes strokes, float penWidth, float penHeight, boolean flatEnds) {
        for (int i = 1; i < strokes.size(); i++) {
            if (strokes.joins(i)) {
                segment(strokes.x(i - 1), strokes.y(i - 1), strokes.x(i), strokes.y(i), penWidth / 2, penHeight / 2,
                        flatEnds && !strokes.joins(i - 1), flatEnds && !strokes.joins(i + 1));
            }
        }
    }

    private void segment(float x0, float y0, float x1, float y1, float penX, float penY, boolean flatStart,
            boolean flatEnd) {
        float length = (float) Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        if (length == 0) {
            return;
        }
        float ux = (x1 - x0) / length;
        float uy = (y1 - y0) / length;
        float half = (float) Math.sqrt(penX * penX * uy * uy + penY * penY * ux * ux);
        float reach = (flatStart || flatEnd ? 1.5f : 1) * half + 0.5f;
        int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
        int right = Math.min(side - 1, (int) (Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
        int bottom = Math.min(side - 1, (int) (Math.max(y0, y1) + reach));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float px = x + 0.5f - x0;
                float py = y + 0.5f - y0;
                float along = px * ux + py * uy;
                float across = Math.abs(px * uy - py * ux);
                if (across >= half + 0.5f) {
                    continue;
                }
                float beyond = Math.max(-along, along - length);
                boolean flat = along < 0 ? flatStart : flatEnd;
                float distance;
                if (beyond <= 0) {
                    distance = across - half;
                } else if (flat) {
                    distance = Math.max(across, beyond) - half;
                } else {
                    distance = (float) Math.sqrt(across * across + beyond * beyond) - half;
                }
                cover(y * side + x, 0.5f - distance);
            }
        }
    }

    /** Covers what lies to the right of the way from one point to the other, and uncovers the rest. */
    void cut(float fromX, float fromY, float toX, float toY) {
        float length = (float) Math.sqrt((toX - fromX) * (toX - fromX) + (toY - fromY) * (toY - fromY));
        float ux = (toX - fromX) / length;
        float uy = (toY - fromY) / length;
        for (int y = 0; y < side; y++) {
            float start = ux * (y + 0.5f - fromY) - uy * (0.5f - fromX) + 0.5f;
            for (int x = 0; x < side; x++) {
                int pixel = y * side + x;
                values[pixel] = Math.min(values[pixel], Math.max(0, start - uy * x));
            }
        }
    }

    private void cover(int pixel, float amount) {
        values[pixel] = Math.max(values[pixel], Math.min(1, amount));
    }
}
