package dev.cairn.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types of safetensors files that can be read as float32. */
enum StoredType {
    F64(8) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return (float) bytes.getDouble(position);
        }
    },
    F32(4) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return bytes.getFloat(position);
        }
    },
    F16(2) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return Float.float16ToFloat(bytes.getShort(position));
        }
    },
    /** The upper half of a float32. */
    BF16(2) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return Float.intBitsToFloat(bytes.getShort(position) << Short.SIZE);
        }
    },
    I64(8) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return bytes.getLong(position);
        }
    },
    I32(4) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return bytes.getInt(position);
        }
    },
    I16(2) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return bytes.getShort(position);
        }
    },
    I8(1) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return bytes.get(position);
        }
    },
    U8(1) {
        @Override
        float at(ByteBuffer bytes, int position) {
            return Byte.toUnsignedInt(bytes.get(position));
        }
    };

    private final int bytes;

    StoredType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of an element. */
    int bytes() {
        return bytes;
    }

    /** The element that starts at a byte position of a little-endian buffer. */
    abstract float at(ByteBuffer bytes, int position);

    static Optional<StoredType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
