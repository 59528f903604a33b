package dev.cairn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.cairn.CairnException;
import dev.cairn.Shape;
import dev.cairn.backend.RandomStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileSafetensorsTest {
    @TempDir
    Path folder;

    /** Headers in front of eight bytes of data; a stands for a valid entry of the first four. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    [1]                                                    | 8  | the header must begin with '{'
                    nonsense                                               | 8  | the header must begin with '{'
                    {"a":$                                                 | 61 | the header is not valid: it ends too early
                    {"a":$,"a":$}                                          | 65 | the header is not valid: Duplicate
                    {"a":$,"__metadata__":{"k":"v","k":"w"}}               |    | the header is not valid: Duplicate
                    {"a":{"dtype":"F32","dtype":"F32"}}                    |    | the header is not valid: Duplicate
                    {"a":$} {}                                             |    | there is more than one JSON value
                    {"__metadata__":[]}                                    |    | __metadata__ must be an object
                    {"__metadata__":{"k":1}}                               |    | __metadata__ 'k' must be a string
                    {"a":1}                                                |    | tensor 'a' must be an object
                    {"a":{"shape":[1],"data_offsets":[0,4]}}               |    | tensor 'a' needs a dtype, a shape and two data_offsets
                    {"a":{"dtype":"F32","data_offsets":[0,4]}}             |    | tensor 'a' needs a dtype
                    {"a":{"dtype":"F32","shape":[1]}}                      |    | tensor 'a' needs a dtype
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}   |    | tensor 'a' needs a dtype
                    {"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}     |    | tensor 'a' dtype must be a string
                    {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}   |    | tensor 'a' shape must be an array of integers
                    {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0]}} |    | tensor 'a' shape must be an array of integers
                    {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0]}}  |    | tensor 'a' shape must be an array of integers of at least 0
                    {"a":{"dtype":"F32","shape":[9223372036854775808]}}    |    | the header is not valid: Numeric value
                    {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}  | 13 | tensor 'a': dtype 'F4' cannot be read
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | 13 | tensor 'a': data_offsets [8, 0] end before they begin
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}| 13 | tensor 'a': data_offsets [0, 12] reach beyond the 8 bytes
                    {"a":$,"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}} | | tensor 'b': data_offsets [2, 6] overlap
                    {"a":$,"b":$}                                          |    | tensor 'b': data_offsets [0, 4] overlap
                    {"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 13 | tensor 'b': data_offsets [4, 8] leave a hole
                    {"a":$}                                                | 8  | the tensors end at 4, but there are 8 bytes
                    {}                                                     | 8  | the tensors end at 0, but there are 8 bytes
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}} | 13 | tensor 'a': shape [1] of F32 needs 4 bytes, data_offsets give 8
                    {"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,8]}} | | tensor 'b': shape [1] of F32 needs 4 bytes
                    {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,8]}} | 13 | tensor 'a': there is no room for it: shape [0]
                    {"a":{"dtype":"F32","shape":[1,1,1,1,2],"data_offsets":[0,8]}} | 13 | tensor 'a': there is no room for it: shape [1, 1, 1, 1, 2]: has rank 5
                    {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,8]}} | 13 | tensor 'a': there is no room for it: shape [65536, 65536]
                    {"a":{"dtype":"F32","shape":[2147483648,2147483648,4],"data_offsets":[0,8]}} | 13 | tensor 'a': shape [2147483648,
                    """)
    void saysWhatIsWrongAndWhere(String template, String position, String reason) throws IOException {
        String header = template.replace("$", "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}");
        Path file = write(header.getBytes(StandardCharsets.UTF_8), 8);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CairnException.class)
                .hasMessageStartingWith(file + ", byte " + (position == null ? "" : position + ": "))
                .hasMessageContaining(": " + reason);
    }

    @Test
    void refusesHeadersThatDoNotFit() throws IOException {
        assertRefused(new byte[0], "byte 0: the file ends before the header's length");
        assertRefused(new byte[7], "byte 7: the file ends before the header's length");
        assertRefused(new byte[8], "byte 8: the header must begin with '{'");
        assertRefused(length(100), "byte 0: a header of 100 bytes in a file of 8: the file is truncated");
        assertRefused(length(100_000_001), "byte 0: a header of 100000001 bytes, at most 100000000 are allowed");
        assertRefused(length(-1), "byte 0: a header of 18446744073709551615 bytes, at most 100000000");
        assertRefused(length(Long.MIN_VALUE), "byte 0: a header of 9223372036854775808 bytes, at most 100000000");
    }

    @Test
    void refusesHeadersInOtherEncodings() throws IOException {
        Path utf16 = write("{}".getBytes(StandardCharsets.UTF_16LE), 0);
        assertThatThrownBy(() -> Safetensors.read(utf16))
                .hasMessageContaining("byte 8: the header must begin with '{'");

        Path invalid = write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 0);
        assertThatThrownBy(() -> Safetensors.read(invalid))
                .isInstanceOf(CairnException.class)
                .hasMessageContaining("the header is not valid: Invalid UTF-8 start byte 0xff");
    }

    @Test
    void refusesWhatWouldFillTheMemory() throws IOException {
        Path deep = write(("{\"a\":{\"x\":" + "[".repeat(200_000)).getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> Safetensors.read(deep)).isInstanceOf(CairnException.class);

        Path wide = write(("{\"a\":{\"shape\":[1" + ",1".repeat(200_000) + "]}}").getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> Safetensors.read(wide))
                .isInstanceOf(CairnException.class)
                .hasMessageContaining("at most 64");
    }

    @Test
    void keepsMessagesShortAndHarmless() throws IOException {
        Path file = write(("{\"\\u001b[31m" + "x".repeat(1000) + "\":1}").getBytes(StandardCharsets.UTF_8), 0);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CairnException.class)
                .hasMessageContaining("tensor '?[31mxxx")
                .hasMessageContaining("...' must be an object")
                .message().hasSizeLessThan(300);
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        Path missing = folder.resolve("missing.safetensors");
        assertThatThrownBy(() -> Safetensors.read(missing))
                .isInstanceOf(CairnException.class)
                .hasMessage("cannot read " + missing + ": there is no such file or folder");
        assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(CairnException.class);
    }

    @Test
    void survivesAnyTruncation() throws IOException {
        byte[] valid = valid();
        for (int length = 0; length < valid.length; length++) {
            assertRefused(Arrays.copyOf(valid, length), "byte ");
        }
        assertRefused(Arrays.copyOf(valid, valid.length + 1), "byte 8: the tensors end at");
    }

    /** Every mutated file is read or refused by a CairnException; nothing else comes out. */
    @Test
    void survivesRandomMutations() throws IOException {
        byte[] valid = valid();
        byte[] interesting = "0123456789-[]{}\",:.eE \\u\0\u007f\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        RandomStream random = new RandomStream(42, 0, 0);
        int refused = 0;
        int cases = 4000;
        for (int i = 0; i < cases; i++) {
            byte[] mutated = mutate(valid, interesting, random);
            Path file = fresh("mutated.safetensors", mutated);
            try {
                Safetensors.read(file);
            } catch (CairnException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("case " + i + ": " + new String(mutated, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(refused).isBetween(cases / 2, cases - 1);
    }

    private static byte[] mutate(byte[] valid, byte[] interesting, RandomStream random) {
        int header = 8 + (valid[0] & 0xff);
        byte[] bytes = valid.clone();
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            int position = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : random.nextInt(header);
            switch (random.nextInt(4)) {
                case 0 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[position] = (byte) random.nextInt();
                case 2 -> bytes[position] = interesting[random.nextInt(interesting.length)];
                default -> bytes = moved(bytes, position, random.nextInt(bytes.length), random.nextInt(20));
            }
        }
        return bytes;
    }

    /** A copy in which some bytes are repeated at another place or, where there are none, left out. */
    private static byte[] moved(byte[] bytes, int from, int to, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, to);
        out.write(bytes, from, Math.min(count, bytes.length - from));
        int rest = count % 2 == 0 ? to : Math.min(bytes.length, to + count);
        out.write(bytes, rest, bytes.length - rest);
        return out.toByteArray();
    }

    private byte[] valid() throws IOException {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", new StoredTensor(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
        tensors.put("0.bias", new StoredTensor(Shape.of(2), new float[] {1, 2}));
        Path file = folder.resolve("valid.safetensors");
        new Safetensors(tensors, Map.of("network", "2-3")).write(file);
        return Files.readAllBytes(file);
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = fresh("refused.safetensors", bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CairnException.class)
                .hasMessageContaining(reason);
    }

    /** Not an overwritten file: file systems flush those to the disk, which makes thousands of them slow. */
    private Path fresh(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }

    private Path write(byte[] header, int dataBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(length(header.length));
        out.write(header);
        out.write(new byte[dataBytes]);
        return Files.write(folder.resolve("hostile.safetensors"), out.toByteArray());
    }

    private static byte[] length(long headerBytes) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(headerBytes).array();
    }
}
