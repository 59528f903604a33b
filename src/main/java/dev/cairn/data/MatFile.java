package dev.cairn.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The numeric variables of a MATLAB file of level 5 (MathWorks, "MAT-File Format"), one after another: a header of 128
 * bytes, then elements, each a tag of type and size and, as a rule, packed with zlib. Sizes are checked against the file
 * before anything is allocated.
 */
final class MatFile implements Closeable {
    private static final int HEADER_BYTES = 128;
    private static final int TAG_BYTES = 8;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final String advice;
    private final long size;
    private final ByteOrder order;
    private final Inflater inflater = new Inflater();
    private long next = HEADER_BYTES;

    private MatFile(Path file, FileChannel channel, String advice) throws IOException {
        this.file = file;
        this.channel = channel;
        this.advice = advice;
        this.size = channel.size();
        this.order = checkHeader();
    }

    /** Opens a file and checks that it is one of MATLAB's of level 5. */
    static MatFile open(Path file, String advice) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                return new MatFile(file, channel, advice);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw ByteReader.unreadable(file, e, advice);
        }
    }

    /** The order of bytes in numbers, which the last two bytes of the header tell. */
    private ByteOrder checkHeader() {
        byte[] header = new byte[(int) Math.min(size, HEADER_BYTES)];
        plainReader(0).read(header, 0, header.length);
        String text = new String(header, StandardCharsets.ISO_8859_1);
        if (text.startsWith("MATLAB 7.3") || text.startsWith("\u0089HDF")) {
            throw new DataException(file, 0, "is a MATLAB file of version 7.3 (HDF5)",
                    "save it with -v7 in MATLAB, or " + advice);
        }
        if (!text.startsWith("MATLAB 5.0") || !text.endsWith("IM") && !text.endsWith("MI")) {
            throw new DataException(file, 0, "is not a MATLAB file of version 5 to 7", advice);
        }
        return text.endsWith("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /** The next numeric variable, or null behind the last. Its values can be read until the next call. */
    @Nullable
    MatVariable next() {
        while (next < size) {
            long start = next;
            ByteReader reader = plainReader(start);
            int type = reader.readInt(order);
            long length = Integer.toUnsignedLong(reader.readInt(order));
            next = start + TAG_BYTES + length;
            if (next > size) {
                throw new DataException(file, start,
                        "is cut off: an element of " + length + " bytes begins here, but only "
                                + (size - start - TAG_BYTES) + " follow",
                        advice);
            }
            long capacity = length;
            if (type == COMPRESSED) {
                capacity = length * ByteReader.LARGEST_PACKING;
                reader = unpackingReader(start);
                type = reader.readInt(order);
                reader.skip(Integer.BYTES);
            }
            if (type == MATRIX) {
                MatVariable variable = MatVariable.read(reader, order, capacity);
                if (variable.isNumeric()) {
                    return variable;
                }
            }
        }
        return null;
    }

    private ByteReader plainReader(long start) {
        return new ByteReader(file, streamAt(start), start, false, advice);
    }

    /** Reads what the compressed element at {@code start} unpacks to. */
    private ByteReader unpackingReader(long start) {
        inflater.reset();
        return new ByteReader(file, new InflaterInputStream(streamAt(start + TAG_BYTES), inflater, BUFFER), start, true,
                advice);
    }

    private InputStream streamAt(long position) {
        try {
            channel.position(position);
        } catch (IOException e) {
            throw ByteReader.unreadable(file, e, advice);
        }
        return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
    }

    @Override
    public void close() {
        inflater.end();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
