package dev.cairn.data;

import dev.cairn.files.IoReason;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the bytes of a data file in order. Whatever goes wrong becomes a {@link DataException} with the file and the place:
 * the position in the file, or in packed data the position where they begin.
 */
final class ByteReader implements Closeable {
    /** Deflate makes at most 1032 bytes of one, so a packed file that claims more lies. */
    static final int LARGEST_PACKING = 1032;

    /** The memory that a value takes which is kept as a byte. */
    static final int AS_BYTE = 1;

    /** The memory that a value takes which is read as a byte and then kept as an int. */
    static final int AS_INT = Byte.BYTES + Integer.BYTES;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1F8B;

    private final Path file;
    private final InputStream in;
    private final long start;
    private final boolean packed;
    private final String advice;
    private final byte[] word = new byte[Integer.BYTES];
    private long count;

    /**
     * @param start the position of the first byte in the file, or {@link DataException#NO_OFFSET}
     * @param packed whether {@code in} unpacks what it reads, so that positions cannot be told
     * @param advice what to do about a damaged file
     */
    ByteReader(Path file, InputStream in, long start, boolean packed, String advice) {
        this.file = file;
        this.in = in;
        this.start = start;
        this.packed = packed;
        this.advice = advice;
    }

    /** Opens a file from its beginning; one that is packed with gzip, under whatever name, is unpacked. */
    static ByteReader open(Path file, String advice) {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            in.mark(2);
            boolean gzip = (in.read() << 8 | in.read()) == GZIP_MAGIC;
            in.reset();
            return gzip
                    ? new ByteReader(file, new GZIPInputStream(in, BUFFER), DataException.NO_OFFSET, true, advice)
                    : new ByteReader(file, in, 0, false, advice);
        } catch (IOException e) {
            throw unreadable(file, e, advice);
        }
    }

    /** The size of a file in bytes. */
    static long size(Path file, String advice) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e, advice);
        }
    }

    /** What a failed read means to a user. */
    static DataException unreadable(Path file, IOException cause, String advice) {
        String reason = switch (cause) {
            case EOFException _ -> "is cut off in its packed data";
            case ZipException _ -> "is damaged: its packed data make no sense";
            default -> "cannot be read: " + IoReason.of(cause);
        };
        DataException failure = new DataException(file, reason, advice);
        failure.initCause(cause);
        return failure;
    }

    boolean isPacked() {
        return packed;
    }

    /** Reads exactly {@code length} bytes. */
    void read(byte[] target, int offset, int length) {
        int read;
        try {
            read = in.readNBytes(target, offset, length);
        } catch (IOException e) {
            throw unreadable(file, e, advice);
        }
        count += read;
        if (read < length) {
            throw error("is cut off here (missing bytes: " + (length - read) + ")");
        }
    }

    /** Reads one unsigned byte. */
    int readByte() {
        read(word, 0, 1);
        return word[0] & 0xFF;
    }

    /** Reads one integer of four bytes. */
    int readInt(ByteOrder order) {
        read(word, 0, word.length);
        int bigEndian = (word[0] & 0xFF) << 24 | (word[1] & 0xFF) << 16 | (word[2] & 0xFF) << 8 | word[3] & 0xFF;
        return order == ByteOrder.BIG_ENDIAN ? bigEndian : Integer.reverseBytes(bigEndian);
    }

    /** Skips bytes of no interest. */
    void skip(int length) {
        read(new byte[length], 0, length);
    }

    /** Whether there is nothing left to read. */
    boolean atEnd() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            throw unreadable(file, e, advice);
        }
    }

    /** A fault at the present place. */
    DataException error(String reason) {
        return new DataException(file, packed ? start : start + count, reason, advice);
    }

    /** An array for so many bytes, where this JVM has room for them and for what becomes of each. */
    byte[] allocate(long bytes, int memoryEach) {
        long memory = Runtime.getRuntime().maxMemory();
        if (bytes > LARGEST_ARRAY) {
            throw new DataException(file,
                    "holds " + mebibytes(bytes) + " of data, more than the " + mebibytes(LARGEST_ARRAY)
                            + " that a data set may have",
                    "make it smaller");
        }
        if (bytes * memoryEach > memory) {
            throw new DataException(file,
                    "needs " + mebibytes(bytes * memoryEach) + " of memory, but this Java may use only "
                            + mebibytes(memory),
                    "give it more with -Xmx");
        }
        return new byte[(int) bytes];
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
