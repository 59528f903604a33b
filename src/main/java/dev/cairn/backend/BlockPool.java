package dev.cairn.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps returned blocks for the next request of the same size class, so that a steady loop allocates nothing. With
 * {@code -Dcairn.poison=true} every real buffer is handed out full of NaN, so that a result that depends on old contents
 * shows.
 */
public final class BlockPool {
    private static final boolean POISON = Boolean.getBoolean("cairn.poison");

    private final Ops ops;
    private final BooleanSupplier lastResort;
    private final FreeBlocks free = new FreeBlocks();
    private final List<Buffer> withheld = new ArrayList<>();
    private @Nullable BlockLease lease;
    private long used;
    private long peak;
    private long reserved;
    private long allocations;

    /** @param lastResort gives blocks back that can be done without, and says whether it did: asked where nothing is left */
    public BlockPool(Ops ops, BooleanSupplier lastResort) {
        this.ops = ops;
        this.lastResort = lastResort;
    }

    /** A buffer at the start of a block of its own; its contents are undefined. */
    public Buffer take(ElementType type, int elements) {
        Buffer spare = lease == null ? null : lease.poll(type, elements);
        spare = spare == null ? free.poll(type, elements) : spare;
        Buffer buffer = spare == null ? allocate(type, elements) : spare;
        if (lease != null) {
            lease.taken(buffer.block());
        }
        used += bytes(buffer);
        peak = Math.max(peak, used);
        if (POISON && type == ElementType.REAL) {
            ops.fill(Double.NaN, buffer);
        }
        return buffer;
    }

    private Buffer allocate(ElementType type, int elements) {
        Buffer buffer = new Buffer(request(type, FreeBlocks.capacity(elements)), 0, elements);
        reserved += bytes(buffer);
        allocations++;
        return buffer;
    }

    /** Where nothing is left, idle blocks of other sizes may make room, and then those that can be done without. */
    private Block request(ElementType type, int capacity) {
        try {
            return ops.allocate(type, capacity);
        } catch (DeviceMemoryException e) {
            long before = reserved;
            trim();
            if (reserved == before && !lastResort.getAsBoolean()) {
                throw e;
            }
            return request(type, capacity);
        }
    }

    /** Takes back a buffer that {@link #take} handed out. */
    public void give(Buffer buffer) {
        used -= bytes(buffer);
        if (lease != null && lease.keeps(buffer)) {
            return;
        }
        if (buffer.block().holders > 0) {
            withhold(buffer);
        } else {
            free.add(buffer);
        }
    }

    /**
     * Begins a recording: all blocks taken from now on, until {@link BlockLease#recorded}, belong to it. There is one at a
     * time.
     */
    public BlockLease lease() {
        lease = new BlockLease(this);
        return lease;
    }

    void endLease(BlockLease ended) {
        lease = lease == ended ? null : lease;
    }

    /** A block that nobody uses, but a recorded program will. */
    void withhold(Buffer buffer) {
        withheld.add(buffer);
    }

    void releaseWithheld() {
        List<Buffer> buffers = List.copyOf(withheld);
        withheld.clear();
        for (Buffer buffer : buffers) {
            if (buffer.block().holders > 0) {
                withheld.add(buffer);
            } else {
                free.add(buffer);
            }
        }
    }

    /** Gives all idle blocks back to the machine. */
    public void trim() {
        free.drain(buffer -> {
            reserved -= bytes(buffer);
            ops.free(buffer.block());
        });
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
}
