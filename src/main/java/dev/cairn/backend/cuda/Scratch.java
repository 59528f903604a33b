package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory that one operation after the other uses for what it needs besides its operands. It grows when an operation needs
 * more, and so stays as it is once every size has been met; what it has outgrown is kept while there are graphs that may use it.
 */
final class Scratch {
    private final CudaContext context;
    private final Deque<CudaBlock> blocks = new ArrayDeque<>();

    Scratch(CudaContext context) {
        this.context = context;
    }

    /** So many words with undefined contents, to be used before others are asked for. */
    Buffer words(int count) {
        if (blocks.isEmpty() || blocks.getLast().capacity() < count) {
            blocks.addLast(context.allocate(ElementType.INT32, count));
            while (blocks.size() > 1 && !context.hasGraphs()) {
                context.free(blocks.removeFirst());
            }
        }
        return new Buffer(blocks.getLast(), 0, count);
    }

    void free() {
        blocks.forEach(context::free);
        blocks.clear();
    }
}
