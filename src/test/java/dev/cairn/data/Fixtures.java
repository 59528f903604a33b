package dev.cairn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Small files in the formats of the well-known data sets, right and wrong ones. */
final class Fixtures {
    private static final int INT8 = 1;
    static final int UINT8 = 2;
    private static final int INT32 = 5;
    private static final int UINT32 = 6;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int UINT8_CLASS = 9;

    private Fixtures() {
    }

    /** A file name in a folder, with this content. */
    static Path write(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    static Path write(Path folder, String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** An IDX file of unsigned bytes. */
    static byte[] idx(byte[] values, int... dimensions) {
        ByteBuffer file = ByteBuffer.allocate(Integer.BYTES * (1 + dimensions.length) + values.length);
        file.putInt(0x0800 | dimensions.length);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        return file.put(values).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** A MATLAB file of these elements. */
    static byte[] mat(ByteOrder order, byte[]... elements) {
        byte[] text = "MATLAB 5.0 MAT-file, written by a test".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(128).order(order);
        header.put(text).putShort(124, (short) 0x0100).putShort(126, (short) ('M' << 8 | 'I'));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header.array());
        for (byte[] element : elements) {
            file.writeBytes(element);
        }
        return file.toByteArray();
    }

    /** A variable of unsigned bytes. */
    static byte[] matVariable(ByteOrder order, String name, byte[] values, int... dimensions) {
        return matVariable(order, UINT8_CLASS, name, UINT8, values.length, values, dimensions);
    }

    /** A variable that may lie about its type and length. */
    static byte[] matVariable(
            ByteOrder order, int arrayClass, String name, int type, int length, byte[] values, int... dimensions) {
        ByteBuffer flags = ByteBuffer.allocate(8).order(order).putInt(arrayClass);
        ByteBuffer sizes = ByteBuffer.allocate(Integer.BYTES * dimensions.length).order(order);
        sizes.asIntBuffer().put(dimensions);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(matElement(order, UINT32, 8, flags.array()));
        body.writeBytes(matElement(order, INT32, sizes.capacity(), sizes.array()));
        body.writeBytes(matElement(order, INT8, name.length(), name.getBytes(StandardCharsets.US_ASCII)));
        body.writeBytes(matElement(order, type, length, values));
        return matElement(order, MATRIX, body.size(), body.toByteArray());
    }

    /** A tag and its values, padded to eight bytes; names of up to four letters share the tag's eight bytes. */
    private static byte[] matElement(ByteOrder order, int type, int length, byte[] values) {
        if (type == INT8 && length <= 4) {
            return ByteBuffer.allocate(8).order(order).putInt(length << 16 | type).put(values).array();
        }
        ByteBuffer element = ByteBuffer.allocate(8 + (values.length + 7) / 8 * 8).order(order);
        return element.putInt(type).putInt(length).put(values).array();
    }

    /** An element packed with zlib. */
    static byte[] matCompressed(ByteOrder order, byte[] element) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(element);
        }
        return ByteBuffer.allocate(8 + packed.size()).order(order).putInt(COMPRESSED).putInt(packed.size())
                .put(packed.toByteArray()).array();
    }
}
