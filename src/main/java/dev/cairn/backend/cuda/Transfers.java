package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import java.nio.FloatBuffer;

/** Copies between arrays and the card. */
final class Transfers {
    private final Staging staging;

    Transfers(Staging staging) {
        this.staging = staging;
    }

    void upload(float[] source, int from, Buffer target) {
        staging.upload((at, count, memory) -> memory.asFloatBuffer().put(source, from + at, count), target);
    }

    /** Rounds to single precision. */
    void upload(double[] source, Buffer target) {
        staging.upload((at, count, memory) -> {
            FloatBuffer floats = memory.asFloatBuffer();
            for (int i = 0; i < count; i++) {
                floats.put(i, (float) source[at + i]);
            }
        }, target);
    }

    void upload(int[] source, int from, Buffer target) {
        staging.upload((at, count, memory) -> memory.asIntBuffer().put(source, from + at, count), target);
    }

    void upload(byte[] source, int from, Buffer target) {
        staging.upload((at, count, memory) -> memory.put(source, from + at, count), target);
    }

    void download(Buffer source, float[] target) {
        staging.download(source, (memory, at, count) -> memory.asFloatBuffer().get(target, at, count));
    }

    void download(Buffer source, double[] target) {
        staging.download(source, (memory, at, count) -> {
            FloatBuffer floats = memory.asFloatBuffer();
            for (int i = 0; i < count; i++) {
                target[at + i] = floats.get(i);
            }
        });
    }

    void download(Buffer source, int[] target) {
        staging.download(source, (memory, at, count) -> memory.asIntBuffer().get(target, at, count));
    }

    void download(Buffer source, byte[] target) {
        staging.download(source, (memory, at, count) -> memory.get(target, at, count));
    }
}
