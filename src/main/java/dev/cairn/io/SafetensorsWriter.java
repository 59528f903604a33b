package dev.cairn.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Lays {@link Safetensors} out as bytes. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_FLOATS = 1 << 14;

    private SafetensorsWriter() {
    }

    static void write(Safetensors contents, OutputStream out) throws IOException {
        Map<String, StoredTensor> sorted = new TreeMap<>(contents.tensors());
        byte[] header = header(sorted, new TreeMap<>(contents.metadata()));
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        for (StoredTensor tensor : sorted.values()) {
            writeData(tensor.values(), out);
        }
    }

    /** The JSON header, with spaces at its end so that the data begins at a multiple of 8 bytes. */
    private static byte[] header(Map<String, StoredTensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(Safetensors.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
                json.writeFieldName(entry.getKey());
                begin = writeEntry(json, entry.getValue(), begin);
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static long writeEntry(JsonGenerator json, StoredTensor tensor, long begin) throws IOException {
        int[] dimensions = tensor.shape().dimensions();
        long end = begin + (long) tensor.values().length * Float.BYTES;
        json.writeStartObject();
        json.writeStringField("dtype", StoredType.F32.name());
        json.writeFieldName("shape");
        json.writeArray(dimensions, 0, dimensions.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        return end;
    }

    private static void writeData(float[] values, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < values.length; start += CHUNK_FLOATS) {
            int n = Math.min(CHUNK_FLOATS, values.length - start);
            chunk.asFloatBuffer().put(values, start, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
        }
    }
}
