package dev.cairn.io;

import dev.cairn.CairnException;
import dev.cairn.files.AtomicFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The contents of a safetensors file, the format in which PyTorch's users pass weights on: named tensors and a few strings.
 * The file is the header's length (8 bytes, little-endian), a JSON header with each tensor's {@code dtype}, {@code shape} and
 * {@code data_offsets}, and the raw little-endian data without holes.
 *
 * @param tensors  by name
 * @param metadata free-form strings, {@code __metadata__} in the file
 */
public record Safetensors(SequencedMap<String, StoredTensor> tensors, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";

    public Safetensors {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("safetensors: no tensor can be named " + METADATA);
        }
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads a file that need not be trusted. F32, F64, F16, BF16, signed and unsigned integers and booleans become float32
     * (large integers and F64 are rounded); a scalar becomes shape {@code [1]}. Tensors come in the order of their data.
     *
     * @throws CairnException naming file, byte and reason if the file cannot be read, breaks the format, or holds what Cairn
     *                        has no place for: other element types, more than four dimensions, empty tensors
     */
    public static Safetensors read(Path file) {
        return SafetensorsReader.read(file);
    }

    /**
     * Writes all tensors as F32, sorted by name, as the reference implementation lays them out; the same contents give the
     * same bytes. The file is written whole or not at all.
     *
     * @throws CairnException if the file cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, out -> SafetensorsWriter.write(this, out));
    }
}
