package dev.cairn.data;

/**
 * A colour as JPEG and television know it (ITU-R BT.601): brightness from 0 to 255 and how far blue and red differ from
 * it; a grey has {@code blue = red = 0}.
 */
record Colour(float luma, float blue, float red) {

    Colour plus(Colour other) {
        return new Colour(luma + other.luma, blue + other.blue, red + other.red);
    }
}
