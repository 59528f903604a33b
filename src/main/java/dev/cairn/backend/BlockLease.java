package dev.cairn.backend;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that a recorded program works on: until it is closed, the pool hands none of them to anybody else, whoever gives
 * them back. While the recording goes on, blocks that were taken in it are used again within it.
 */
public final class BlockLease implements AutoCloseable {
    private final BlockPool pool;
    private final Set<Block> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Block> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private final FreeBlocks idle = new FreeBlocks();

    BlockLease(BlockPool pool) {
        this.pool = pool;
    }

    /** A block that the program refers to. */
    public void hold(Block block) {
        if (held.add(block)) {
            block.holders++;
        }
    }

    @Nullable
    Buffer poll(ElementType type, int elements) {
        return idle.poll(type, elements);
    }

    void taken(Block block) {
        taken.add(block);
        hold(block);
    }

    /** Whether it keeps a buffer that is given back during the recording for later in the recording. */
    boolean keeps(Buffer buffer) {
        boolean own = taken.contains(buffer.block());
        if (own) {
            idle.add(buffer);
        }
        return own;
    }

    /** The recording is complete: other takers are served by the pool again. */
    public void recorded() {
        pool.endLease(this);
        idle.drain(pool::withhold);
        taken.clear();
    }

    /** The program is gone: blocks that were given back meanwhile are free. Closing twice does nothing. */
    @Override
    public void close() {
        recorded();
        held.forEach(block -> block.holders--);
        held.clear();
        pool.releaseWithheld();
    }
}
