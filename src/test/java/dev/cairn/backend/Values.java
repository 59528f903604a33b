package dev.cairn.backend;

import java.util.Arrays;

/** What a buffer is filled with: floats, ints or bytes. */
record Values(ElementType type, Object array, int length) {
    static Values of(float... values) {
        return new Values(ElementType.REAL, values, values.length);
    }

    static Values of(int... values) {
        return new Values(ElementType.INT32, values, values.length);
    }

    static Values of(byte... values) {
        return new Values(ElementType.UINT8, values, values.length);
    }

    void upload(Ops ops, Buffer target) {
        switch (array) {
            case float[] floats -> ops.upload(floats, 0, target);
            case int[] ints -> ops.upload(ints, 0, target);
            case byte[] bytes -> ops.upload(bytes, 0, target);
            default -> throw new AssertionError(array);
        }
    }

    /** The elements of a buffer of any type. */
    static double[] download(Ops ops, Buffer source) {
        double[] values = new double[source.length()];
        switch (source.type()) {
            case REAL -> ops.download(source, values);
            case INT32 -> {
                int[] ints = new int[source.length()];
                ops.download(source, ints);
                Arrays.setAll(values, i -> ints[i]);
            }
            case UINT8 -> {
                byte[] bytes = new byte[source.length()];
                ops.download(source, bytes);
                Arrays.setAll(values, i -> bytes[i] & 0xFF);
            }
        }
        return values;
    }
}
