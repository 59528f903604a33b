package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;

/**
 * What kernels that add over a whole launch need besides their operands: a double for each block's part, and the number of
 * blocks that have arrived, which is 0 between launches.
 */
final class Partials {
    private static final int WORDS_A_PART = Double.BYTES / Integer.BYTES;

    private final CudaContext context;
    private final CudaBlock block;
    private final Buffer parts;
    private final Buffer arrivals;

    Partials(CudaContext context) {
        this.context = context;
        int words = WORDS_A_PART * Geometry.MOST_PARTS;
        block = context.allocate(ElementType.INT32, words + 1);
        parts = new Buffer(block, 0, words);
        arrivals = new Buffer(block, words, 1);
        try {
            context.fill(0, arrivals);
        } catch (RuntimeException e) {
            context.free(block);
            throw e;
        }
    }

    Buffer parts() {
        return parts;
    }

    Buffer arrivals() {
        return arrivals;
    }

    void free() {
        context.free(block);
    }
}
