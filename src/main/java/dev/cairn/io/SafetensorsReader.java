package dev.cairn.io;

import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.files.IoReason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads safetensors files, trusting nothing they say before it is checked against the file's length. */
final class SafetensorsReader {
    /** The header follows its length. */
    static final int HEADER_START = Long.BYTES;

    /** As in the reference implementation. */
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int CHUNK_BYTES = 1 << 16;

    private final SafetensorsFault fault;
    private final FileChannel channel;

    private SafetensorsReader(SafetensorsFault fault, FileChannel channel) {
        this.fault = fault;
        this.channel = channel;
    }

    static Safetensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SafetensorsReader(new SafetensorsFault(file), channel).read();
        } catch (IOException e) {
            throw new CairnException("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    private Safetensors read() throws IOException {
        long size = channel.size();
        if (size < HEADER_START) {
            throw fault.at(size, "the file ends before the header's length: this is not a safetensors file");
        }
        long headerBytes = bytes(0, HEADER_START).getLong(0);
        if (headerBytes < 0 || headerBytes > LONGEST_HEADER) {
            throw fault.at(0, "a header of " + Long.toUnsignedString(headerBytes) + " bytes, at most " + LONGEST_HEADER
                    + " are allowed: this is not a safetensors file");
        }
        if (headerBytes > size - HEADER_START) {
            throw fault.at(0, "a header of " + headerBytes + " bytes in a file of " + size + ": the file is truncated");
        }
        byte[] header = bytes(HEADER_START, (int) headerBytes).array();
        SafetensorsHeader.Contents contents = SafetensorsHeader.parse(header, fault);
        return new Safetensors(tensors(contents.entries(), HEADER_START + headerBytes, size), contents.metadata());
    }

    /** All tensors in the order of their data, which must fill the file from the header to its end. */
    private SequencedMap<String, StoredTensor> tensors(List<SafetensorsHeader.Entry> entries, long dataStart, long size)
            throws IOException {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<SafetensorsHeader.Entry> ordered = entries.stream()
                .sorted(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                        .thenComparingLong(SafetensorsHeader.Entry::end))
                .toList();
        checkOffsets(ordered, size - dataStart);
        for (SafetensorsHeader.Entry entry : ordered) {
            tensors.put(entry.name(), tensor(entry, dataStart));
        }
        return tensors;
    }

    private void checkOffsets(List<SafetensorsHeader.Entry> ordered, long dataBytes) {
        long expected = 0;
        for (SafetensorsHeader.Entry entry : ordered) {
            String offsets = "data_offsets [" + entry.begin() + ", " + entry.end() + "]";
            if (entry.end() < entry.begin()) {
                throw refuse(entry, offsets + " end before they begin");
            }
            if (entry.end() > dataBytes) {
                throw refuse(entry,
                        offsets + " reach beyond the " + dataBytes + " bytes of data: the file is truncated");
            }
            if (entry.begin() < expected) {
                throw refuse(entry, offsets + " overlap the tensor before, which ends at " + expected);
            }
            if (entry.begin() > expected) {
                throw refuse(entry, offsets + " leave a hole after the tensor before, which ends at " + expected);
            }
            expected = entry.end();
        }
        if (expected < dataBytes) {
            throw fault.at(HEADER_START,
                    "the tensors end at " + expected + ", but there are " + dataBytes + " bytes of data");
        }
    }

    private StoredTensor tensor(SafetensorsHeader.Entry entry, long dataStart) throws IOException {
        StoredType type = StoredType.named(entry.dtype())
                .orElseThrow(() -> refuse(entry, "dtype " + SafetensorsFault.quoted(entry.dtype())
                        + " cannot be read; convert it to F32"));
        Shape shape = shape(entry);
        long bytes = entry.end() - entry.begin();
        if (bytes != (long) shape.elements() * type.bytes()) {
            throw refuse(entry, "shape " + shape + " of " + type + " needs " + (long) shape.elements() * type.bytes()
                    + " bytes, data_offsets give " + bytes);
        }
        return new StoredTensor(shape, values(type, shape.elements(), dataStart + entry.begin()));
    }

    /** The shape, if Cairn has room for it; its product cannot overflow, since {@link Shape} checks every step. */
    private Shape shape(SafetensorsHeader.Entry entry) {
        if (entry.shape().isEmpty()) {
            return Shape.of(1);
        }
        int[] dimensions = new int[entry.shape().size()];
        for (int i = 0; i < dimensions.length; i++) {
            long dimension = entry.shape().get(i);
            if (dimension > Integer.MAX_VALUE) {
                throw refuse(entry, "shape " + entry.shape() + ": more than 2^31 - 1 elements");
            }
            dimensions[i] = (int) dimension;
        }
        try {
            return Shape.of(dimensions);
        } catch (IllegalArgumentException e) {
            throw refuse(entry, "there is no room for it: " + e.getMessage());
        }
    }

    private float[] values(StoredType type, int n, long position) throws IOException {
        float[] values = new float[n];
        int chunk = CHUNK_BYTES / type.bytes();
        for (int start = 0; start < n; start += chunk) {
            int count = Math.min(chunk, n - start);
            ByteBuffer bytes = bytes(position + (long) start * type.bytes(), count * type.bytes());
            for (int i = 0; i < count; i++) {
                values[start + i] = type.at(bytes, i * type.bytes());
            }
        }
        return values;
    }

    private ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes;
    }

    private CairnException refuse(SafetensorsHeader.Entry entry, String reason) {
        return fault.at(HEADER_START + entry.position(),
                "tensor " + SafetensorsFault.quoted(entry.name()) + ": " + reason);
    }
}
