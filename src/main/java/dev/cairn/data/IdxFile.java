package dev.cairn.data;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One IDX file of unsigned bytes, packed with gzip or not: a header of big-endian integers, then the values. */
final class IdxFile {
    /** The type of the values, unsigned bytes, in the third byte of the magic number; the fourth is the rank. */
    private static final int UNSIGNED_BYTES = 0x0800;

    private final int[] dimensions;
    private final byte[] values;

    private IdxFile(int[] dimensions, byte[] values) {
        this.dimensions = dimensions;
        this.values = values;
    }

    /** Reads a file that must have {@code rank} dimensions: 3 for images, 1 for labels. */
    static IdxFile read(Path file, int rank, String advice) {
        try (ByteReader reader = ByteReader.open(file, advice)) {
            int magic = reader.readInt(ByteOrder.BIG_ENDIAN);
            if (magic != (UNSIGNED_BYTES | rank)) {
                throw new DataException(file, 0, "is not an IDX file of " + (rank == 1 ? "labels" : "images")
                        + String.format(": it begins with 0x%08x, not 0x%08x", magic, UNSIGNED_BYTES | rank), advice);
            }
            int[] dimensions = new int[rank];
            for (int i = 0; i < rank; i++) {
                dimensions[i] = reader.readInt(ByteOrder.BIG_ENDIAN);
            }
            byte[] values = reader.allocate(checkedLength(file, reader, dimensions, advice),
                    rank == 1 ? ByteReader.AS_INT : ByteReader.AS_BYTE);
            reader.read(values, 0, values.length);
            if (!reader.atEnd()) {
                throw reader.error("goes on behind the " + text(dimensions) + " values its header tells");
            }
            return new IdxFile(dimensions, values);
        }
    }

    /** The number of values the header tells, if the file can hold them. */
    private static long checkedLength(Path file, ByteReader reader, int[] dimensions, String advice) {
        long present = ByteReader.size(file, advice) * (reader.isPacked() ? ByteReader.LARGEST_PACKING : 1);
        long length = 1;
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw reader.error("has a header that tells " + text(dimensions) + " values");
            }
            if (length > present / dimension) {
                throw reader.error("is too short for the " + text(dimensions) + " values its header tells");
            }
            length *= dimension;
        }
        return length;
    }

    private static String text(int[] dimensions) {
        return Arrays.stream(dimensions).mapToObj(Integer::toUnsignedString).collect(Collectors.joining(" x "));
    }

    int dimension(int index) {
        return dimensions[index];
    }

    /** The array itself. */
    byte[] values() {
        return values;
    }
}
