package dev.cairn.data;

import dev.cairn.backend.HostRows;
import java.util.Arrays;

/** The values of all samples, one sample after another: 8-bit or float. The array of the other kind is empty. */
final class Features {
    private static final byte[] NO_BYTES = {};
    private static final float[] NO_FLOATS = {};

    private final boolean isBytes;
    private final byte[] bytes;
    private final float[] floats;

    private Features(boolean isBytes, byte[] bytes, float[] floats) {
        this.isBytes = isBytes;
        this.bytes = bytes;
        this.floats = floats;
    }

    static Features of(byte[] bytes) {
        return new Features(true, bytes, NO_FLOATS);
    }

    static Features of(float[] floats) {
        return new Features(false, NO_BYTES, floats);
    }

    boolean isBytes() {
        return isBytes;
    }

    byte[] bytes() {
        return bytes;
    }

    float[] floats() {
        return floats;
    }

    /** As rows of {@code width} values, a sample each. */
    HostRows rows(int width) {
        return isBytes ? HostRows.of(bytes, width) : HostRows.of(floats, width);
    }

    int length() {
        return isBytes ? bytes.length : floats.length;
    }

    /** One value as a number; bytes are unsigned. */
    float value(int position) {
        return isBytes ? bytes[position] & 0xFF : floats[position];
    }

    /** The values of some samples of {@code width} values each, in the order of {@code rows}. */
    Features select(int[] rows, int width) {
        int length = Math.multiplyExact(rows.length, width);
        if (isBytes) {
            byte[] selected = new byte[length];
            copyRows(bytes, selected, rows, width);
            return of(selected);
        }
        float[] selected = new float[length];
        copyRows(floats, selected, rows, width);
        return of(selected);
    }

    /** These values, then those of {@code other}, which are of the same kind. */
    Features join(Features other) {
        int length = Math.addExact(length(), other.length());
        if (isBytes) {
            byte[] joined = Arrays.copyOf(bytes, length);
            System.arraycopy(other.bytes, 0, joined, bytes.length, other.bytes.length);
            return of(joined);
        }
        float[] joined = Arrays.copyOf(floats, length);
        System.arraycopy(other.floats, 0, joined, floats.length, other.floats.length);
        return of(joined);
    }

    /** Copies rows between two arrays of the same type. */
    static void copyRows(Object source, Object target, int[] rows, int width) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(source, rows[i] * width, target, i * width, width);
        }
    }
}
