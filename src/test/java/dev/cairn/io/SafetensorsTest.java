package dev.cairn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    /** What the reference implementation (Python's safetensors 0.8.0) writes for the tensors of the test below. */
    private static final byte[] REFERENCE = concatenate(
            littleEndian(8).putLong(0xe0),
            StandardCharsets.UTF_8.encode("{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                    + "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]},"
                    + "\"1.größe\":{\"dtype\":\"F32\",\"shape\":[1,1,1],\"data_offsets\":[32,36]}}    "),
            littleEndian(36).putFloat(0.5f).putFloat(-1.5f)
                    .putFloat(1).putFloat(2).putFloat(3).putFloat(4).putFloat(5).putFloat(6)
                    .putFloat(7));

    @Test
    void writesTheBytesOfTheReferenceImplementation() throws IOException {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("1.größe", new StoredTensor(Shape.of(1, 1, 1), new float[] {7}));
        tensors.put("0.weight", new StoredTensor(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
        tensors.put("0.bias", new StoredTensor(Shape.of(2), new float[] {0.5f, -1.5f}));
        Path file = folder.resolve("model.safetensors");

        new Safetensors(tensors, Map.of("format", "pt")).write(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(REFERENCE);
    }

    @Test
    void readsTheBytesOfTheReferenceImplementation() throws IOException {
        Safetensors contents = Safetensors.read(Files.write(folder.resolve("model.safetensors"), REFERENCE));

        assertThat(contents.metadata()).isEqualTo(Map.of("format", "pt"));
        assertThat(contents.tensors().sequencedKeySet()).containsExactly("0.bias", "0.weight", "1.größe");
        assertTensor(contents, "0.bias", Shape.of(2), 0.5f, -1.5f);
        assertTensor(contents, "0.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertTensor(contents, "1.größe", Shape.of(1, 1, 1), 7);
    }

    @Test
    void writesAFileWithoutTensors() throws IOException {
        Path file = folder.resolve("empty.safetensors");
        Safetensors empty = new Safetensors(new LinkedHashMap<>(), Map.of());

        empty.write(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(
                concatenate(littleEndian(8).putLong(8), StandardCharsets.UTF_8.encode("{}      ")));
        assertThat(Safetensors.read(file)).isEqualTo(empty);
    }

    @Test
    void keepsEveryBitOfLargeTensorsAndOddNumbers() {
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(i * 0x9E3779B9);
        }
        values[7] = Float.NaN;
        values[8] = -0.0f;
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("a", new StoredTensor(Shape.of(values.length), values));
        tensors.put("b", new StoredTensor(Shape.of(1), new float[] {Float.NEGATIVE_INFINITY}));
        Path file = folder.resolve("large.safetensors");

        new Safetensors(tensors, Map.of()).write(file);

        Safetensors contents = Safetensors.read(file);
        assertTensor(contents, "a", Shape.of(values.length), values);
        assertTensor(contents, "b", Shape.of(1), Float.NEGATIVE_INFINITY);
    }

    @Test
    void keepsMetadataOfAnyText() {
        Map<String, String> metadata = Map.of("cairn.network", "{\"layers\": [\"Dense(784, 10)\"]}\n\u0001\\", "naïve",
                "日本 🙂",
                "long", "x".repeat(200_000));
        Path file = folder.resolve("metadata.safetensors");

        new Safetensors(new LinkedHashMap<>(), metadata).write(file);

        assertThat(Safetensors.read(file).metadata()).isEqualTo(metadata);
    }

    @Test
    void readsOtherElementTypes() throws IOException {
        String header = """
                {"f64": {"dtype": "F64", "shape": [2], "data_offsets": [0, 16]},
                 "i64": {"dtype": "I64", "shape": [1], "data_offsets": [16, 24]},
                 "i32": {"dtype": "I32", "shape": [1], "data_offsets": [24, 28]},
                 "f16": {"dtype": "F16", "shape": [2], "data_offsets": [28, 32]},
                 "bf16": {"dtype": "BF16", "shape": [2], "data_offsets": [32, 36]},
                 "i16": {"dtype": "I16", "shape": [1], "data_offsets": [36, 38]},
                 "i8": {"dtype": "I8", "shape": [1], "data_offsets": [38, 39]},
                 "u8": {"dtype": "U8", "shape": [1], "data_offsets": [39, 40]}}
                """;
        ByteBuffer data = littleEndian(40).putDouble(0.1).putDouble(1e300).putLong(-5).putInt(1 << 30)
                .putShort((short) 0x3555).putShort((short) 0xFC00)
                .putShort((short) 0x3F80).putShort((short) 0xC049)
                .putShort((short) -300).put((byte) -7).put((byte) 200);

        Safetensors contents = Safetensors.read(file(header, data));

        assertTensor(contents, "f64", Shape.of(2), 0.1f, Float.POSITIVE_INFINITY);
        assertTensor(contents, "i64", Shape.of(1), -5);
        assertTensor(contents, "i32", Shape.of(1), 1 << 30);
        assertTensor(contents, "f16", Shape.of(2), 0.33325195f, Float.NEGATIVE_INFINITY);
        assertTensor(contents, "bf16", Shape.of(2), 1, -3.140625f);
        assertTensor(contents, "i16", Shape.of(1), -300);
        assertTensor(contents, "i8", Shape.of(1), -7);
        assertTensor(contents, "u8", Shape.of(1), 200);
    }

    @Test
    void readsScalarsUnsortedHeadersAndUnknownFields() throws IOException {
        String header = """
                {"late": {"data_offsets": [4, 8], "dtype": "F32", "shape": [1, 1], "stride": {"x": [1]}},
                 "early": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]}}
                """;

        Safetensors contents = Safetensors.read(file(header, littleEndian(8).putFloat(1).putFloat(2)));

        assertThat(contents.tensors().sequencedKeySet()).containsExactly("early", "late");
        assertTensor(contents, "early", Shape.of(1), 1);
        assertTensor(contents, "late", Shape.of(1, 1), 2);
    }

    @Test
    void refusesTensorsThatCannotBeStored() {
        assertThatThrownBy(() -> new StoredTensor(Shape.of(2, 2), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stored tensor: shape [2, 2] has 4 elements, not 3");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("__metadata__", new StoredTensor(Shape.of(1), new float[1]));
        assertThatThrownBy(() -> new Safetensors(tensors, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private Path file(String header, ByteBuffer data) throws IOException {
        ByteBuffer json = StandardCharsets.UTF_8.encode(header);
        return Files.write(folder.resolve("file.safetensors"),
                concatenate(littleEndian(8).putLong(json.limit()), json, data));
    }

    private static void assertTensor(Safetensors contents, String name, Shape shape, float... values) {
        StoredTensor tensor = Objects.requireNonNull(contents.tensors().get(name), name);
        assertThat(tensor.shape()).as(name).isEqualTo(shape);
        assertThat(tensor.values()).as(name).isEqualTo(values);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] concatenate(ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(1 << 10);
        for (ByteBuffer part : parts) {
            all.put(part.rewind());
        }
        byte[] bytes = new byte[all.position()];
        all.rewind().get(bytes);
        return bytes;
    }
}
