package dev.cairn.data;

/**
 * Where a point of the house wall appears in the picture: the wall's origin, the centre of the digit in question, comes to
 * ({@code centreX, centreY}); around it the wall is turned and sheared by the matrix (a b; c d), and what lies in the
 * direction ({@code farX, farY}) is farther away and therefore smaller. Lengths are in pixels on both sides.
 */
record View(float centreX, float centreY, float a, float b, float c, float d, float farX, float farY) {

    float x(float wallX, float wallY) {
        return centreX + (a * wallX + b * wallY) / depth(wallX, wallY);
    }

    float y(float wallX, float wallY) {
        return centreY + (c * wallX + d * wallY) / depth(wallX, wallY);
    }

    /** The distance of a point from the camera, in units of the origin's. */
    private float depth(float wallX, float wallY) {
        return Math.max(0.4f, 1 + farX * wallX + farY * wallY);
    }
}
