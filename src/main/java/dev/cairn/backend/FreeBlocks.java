package dev.cairn.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Idle blocks by type and size class. Sizes are rounded up to four classes an octave, which wastes at most a fifth. */
final class FreeBlocks {
    private static final int SMALLEST = 16;
    private static final int CLASSES = 4 * 32;

    private final Deque<Buffer>[][] free;

    @SuppressWarnings({"unchecked", "rawtypes"})
    FreeBlocks() {
        free = new Deque[ElementType.values().length][CLASSES];
        for (Deque<Buffer>[] row : free) {
            for (int i = 0; i < CLASSES; i++) {
                row[i] = new ArrayDeque<>(4);
            }
        }
    }

    /** A buffer of so many elements, in the block that came last; null if none is idle. */
    @Nullable
    Buffer poll(ElementType type, int elements) {
        Buffer spare = free[type.ordinal()][sizeClass(elements)].pollLast();
        return spare == null || spare.length() == elements ? spare : new Buffer(spare.block(), 0, elements);
    }

    void add(Buffer buffer) {
        free[buffer.type().ordinal()][sizeClass(buffer.length())].addLast(buffer);
    }

    /** Takes all of them out. */
    void drain(Consumer<Buffer> to) {
        for (Deque<Buffer>[] row : free) {
            for (Deque<Buffer> spares : row) {
                for (Buffer buffer = spares.pollLast(); buffer != null; buffer = spares.pollLast()) {
                    to.accept(buffer);
                }
            }
        }
    }

    /** Class 4 e + q holds (4 + q) 2^(e - 2) elements: the smallest such number that is enough. */
    static int sizeClass(int elements) {
        int n = Math.max(SMALLEST, elements);
        int octave = 31 - Integer.numberOfLeadingZeros(n);
        int shift = octave - 2;
        int quarters = (n - 1 >>> shift) + 1;
        return 4 * octave + quarters - 4;
    }

    /** The elements of the size class that so many belong to; more than an int can count becomes the largest int. */
    static int capacity(int elements) {
        int sizeClass = sizeClass(elements);
        long capacity = 4L + sizeClass % 4 << sizeClass / 4 - 2;
        return Math.max(elements, (int) Math.min(capacity, Integer.MAX_VALUE - 8));
    }
}
