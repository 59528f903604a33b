package dev.cairn.backend;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps returned blocks for the next request of the same size class, so that a steady loop allocates nothing. Sizes are
 * rounded up to four classes an octave, which wastes at most a fifth. With {@code -Dcairn.poison=true} every real buffer
 * is handed out full of NaN, so that a result that depends on old contents shows.
 */
public final class BlockPool {
    private static final boolean POISON = Boolean.getBoolean("cairn.poison");
    private static final int SMALLEST = 16;
    private static final int CLASSES = 4 * 32;

    private final Ops ops;
    private final Deque<Buffer>[][] free;
    private long used;
    private long peak;
    private long reserved;
    private long allocations;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public BlockPool(Ops ops) {
        this.ops = ops;
        this.free = new Deque[ElementType.values().length][CLASSES];
        for (Deque<Buffer>[] row : free) {
            for (int i = 0; i < CLASSES; i++) {
                row[i] = new ArrayDeque<>(4);
            }
        }
    }

    /** A buffer at the start of a block of its own; its contents are undefined. */
    public Buffer take(ElementType type, int elements) {
        int sizeClass = sizeClass(elements);
        Buffer spare = free[type.ordinal()][sizeClass].pollLast();
        Buffer buffer;
        if (spare == null) {
            int capacity = capacity(sizeClass);
            buffer = new Buffer(ops.allocate(type, Math.max(capacity, elements)), 0, elements);
            reserved += bytes(buffer);
            allocations++;
        } else {
            buffer = spare.length() == elements ? spare : new Buffer(spare.block(), 0, elements);
        }
        used += bytes(buffer);
        peak = Math.max(peak, used);
        if (POISON && type == ElementType.REAL) {
            ops.fill(Double.NaN, buffer);
        }
        return buffer;
    }

    /** Takes back a buffer that {@link #take} handed out. */
    public void give(Buffer buffer) {
        used -= bytes(buffer);
        free[buffer.type().ordinal()][sizeClass(buffer.length())].addLast(buffer);
    }

    /** Gives all idle blocks back to the machine. */
    public void trim() {
        for (Deque<Buffer>[] row : free) {
            for (Deque<Buffer> spares : row) {
                for (Buffer buffer = spares.pollLast(); buffer != null; buffer = spares.pollLast()) {
                    reserved -= bytes(buffer);
                    ops.free(buffer.block());
                }
            }
        }
    }

    /** Bytes in blocks that are handed out. */
    public long used() {
        return used;
    }

    /** The largest {@link #used()} so far. */
    public long peak() {
        return peak;
    }

    /** Bytes in all blocks, idle ones included. */
    public long reserved() {
        return reserved;
    }

    /** How many blocks were ever requested from the machine. */
    public long allocations() {
        return allocations;
    }

    private long bytes(Buffer buffer) {
        return (long) buffer.block().capacity() * buffer.type().bytes(ops.realBytes());
    }

    /** Class 4 e + q holds (4 + q) 2^(e - 2) elements: the smallest such number that is enough. */
    static int sizeClass(int elements) {
        int n = Math.max(SMALLEST, elements);
        int octave = 31 - Integer.numberOfLeadingZeros(n);
        int shift = octave - 2;
        int quarters = (n - 1 >>> shift) + 1;
        return 4 * octave + quarters - 4;
    }

    /** The elements of a size class; more than an int can count becomes the largest int. */
    static int capacity(int sizeClass) {
        long elements = 4L + sizeClass % 4 << sizeClass / 4 - 2;
        return (int) Math.min(elements, Integer.MAX_VALUE - 8);
    }
}
