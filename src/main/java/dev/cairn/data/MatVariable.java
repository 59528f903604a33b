package dev.cairn.data;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One variable of a {@link MatFile}: its name and dimensions, and its values still to be read. */
final class MatVariable {
    /** The classes of arrays from double (6) to 64-bit integers (15); before them are cells, structures and text. */
    private static final int FIRST_NUMERIC_CLASS = 6;
    private static final int LAST_NUMERIC_CLASS = 15;
    private static final int INT8 = 1;
    private static final int UINT8 = 2;
    private static final int INT32 = 5;
    private static final int UINT32 = 6;
    private static final int LARGEST_RANK = 32;
    private static final int LONGEST_NAME = 1024;

    private final ByteReader reader;
    private final int arrayClass;
    private final String name;
    private final int[] dimensions;
    private final int storedType;
    private final long storedBytes;

    private MatVariable(
            ByteReader reader, int arrayClass, String name, int[] dimensions, int storedType, long storedBytes) {
        this.reader = reader;
        this.arrayClass = arrayClass;
        this.name = name;
        this.dimensions = dimensions;
        this.storedType = storedType;
        this.storedBytes = storedBytes;
    }

    /**
     * Reads the head of a variable; the reader is left at the first value.
     *
     * @param capacity the most bytes that can follow
     */
    static MatVariable read(ByteReader reader, ByteOrder order, long capacity) {
        Tag flags = Tag.read(reader, order).expect(reader, UINT32, 2 * Integer.BYTES);
        int arrayClass = reader.readInt(order) & 0xFF;
        reader.skip(Integer.BYTES + flags.padding());
        Tag sizes = Tag.read(reader, order).expect(reader, INT32, LARGEST_RANK * Integer.BYTES);
        int[] dimensions = new int[sizes.length() / Integer.BYTES];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = reader.readInt(order);
        }
        reader.skip(sizes.padding());
        Tag label = Tag.read(reader, order).expect(reader, INT8, LONGEST_NAME);
        byte[] name = new byte[label.length()];
        reader.read(name, 0, name.length);
        reader.skip(label.padding());
        String text = new String(name, StandardCharsets.US_ASCII);
        if (!isNumeric(arrayClass)) {
            return new MatVariable(reader, arrayClass, text, dimensions, 0, 0);
        }
        Tag values = Tag.read(reader, order);
        if (Integer.toUnsignedLong(values.length()) > capacity) {
            throw reader
                    .error("is damaged: it is too short for the " + text(dimensions) + " values of variable " + text);
        }
        return new MatVariable(reader, arrayClass, text, dimensions, values.type(),
                Integer.toUnsignedLong(values.length()));
    }

    /** What precedes each part: its type and length in bytes; short parts share eight bytes with their tag. */
    private record Tag(int type, int length, int padding) {
        static Tag read(ByteReader reader, ByteOrder order) {
            int first = reader.readInt(order);
            int shortLength = first >>> 16;
            if (shortLength != 0) {
                return new Tag(first & 0xFFFF, shortLength, Math.max(0, Integer.BYTES - shortLength));
            }
            int length = reader.readInt(order);
            return new Tag(first, length, -length & 7);
        }

        Tag expect(ByteReader reader, int expectedType, int longest) {
            if (type != expectedType || length < 0 || length > longest) {
                throw reader.error(
                        "is damaged: a variable begins with a part of type " + type + " and " + length + " bytes");
            }
            return this;
        }
    }

    private static boolean isNumeric(int arrayClass) {
        return arrayClass >= FIRST_NUMERIC_CLASS && arrayClass <= LAST_NUMERIC_CLASS;
    }

    /** Whether it has values, rather than being a cell, a structure or text. */
    boolean isNumeric() {
        return isNumeric(arrayClass);
    }

    String name() {
        return name;
    }

    int rank() {
        return dimensions.length;
    }

    int dimension(int index) {
        return dimensions[index];
    }

    /** Checks that the values are 8-bit and as many as the dimensions say. */
    void requireBytes() {
        if (storedType != UINT8) {
            throw error("does not hold 8-bit unsigned values");
        }
        long elements = 1;
        for (int dimension : dimensions) {
            if (dimension < 1 || elements > storedBytes / dimension) {
                throw error("is damaged: it has " + storedBytes + " values");
            }
            elements *= dimension;
        }
        if (elements != storedBytes) {
            throw error("is damaged: it has " + storedBytes + " values");
        }
    }

    /** An array for all values, as {@link ByteReader#allocate}. */
    byte[] allocate(int memoryEach) {
        return reader.allocate(storedBytes, memoryEach);
    }

    /** Reads the next values. */
    void read(byte[] target, int offset, int length) {
        reader.read(target, offset, length);
    }

    /** A fault of this variable. */
    DataException error(String reason) {
        return reader.error("variable " + name + " (" + text(dimensions) + ") " + reason);
    }

    private static String text(int[] dimensions) {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }
}
