package dev.cairn;

import dev.cairn.autodiff.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of program whose tensors live together: closing it returns their memory to the device's pool. A tensor belongs
 * to the innermost scope that is open when it is made, whatever its operands.
 */
public final class Scope implements AutoCloseable {
    private final TensorMemory memory;
    private final @Nullable Scope outer;
    private final String name;
    private final @Nullable Tape tape;
    private Tensor[] tensors = new Tensor[12];
    private int count;
    private boolean closed;

    Scope(TensorMemory memory, @Nullable Scope outer, String name, @Nullable Tape tape) {
        this.memory = memory;
        this.outer = outer;
        this.name = name;
        this.tape = tape;
    }

    /**
     * Moves a tensor of this scope to the scope around it, so that it outlives this one. It keeps its values but not its
     * history: no gradient flows back through it later.
     */
    public Tensor keep(Tensor tensor) {
        if (outer == null) {
            throw new IllegalStateException("keep: the device's own scope has none around it");
        }
        Tensor kept = tensor.base();
        if (!remove(kept)) {
            throw new IllegalArgumentException("keep: " + tensor + " does not belong to this scope (" + name + ")");
        }
        outer.add(kept);
        return tensor;
    }

    boolean remove(Tensor tensor) {
        for (int i = count - 1; i >= 0; i--) {
            if (tensors[i] == tensor) {
                tensors[i] = tensors[--count];
                return true;
            }
        }
        return false;
    }

    @Nullable
    Scope outer() {
        return outer;
    }

    @Nullable
    Tape tape() {
        return tape;
    }

    void add(Tensor tensor) {
        if (count == tensors.length) {
            tensors = Arrays.copyOf(tensors, 2 * count);
        }
        tensors[count++] = tensor;
        tensor.moveTo(this);
    }

    int count() {
        return count;
    }

    /** Releases the tensors that came after the first so many. */
    void releaseFrom(int first) {
        while (count > first) {
            tensors[--count].release();
        }
    }

    /**
     * Releases the scope's tensors. Those that the tape of an outer training scope still needs for the backward pass move
     * there. Closing twice does nothing.
     *
     * @throws IllegalStateException if a scope inside this one is still open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (memory.innermost() != this) {
            throw new IllegalStateException("close: a scope inside this one (" + name + ") is still open");
        }
        closed = true;
        memory.leave(this);
        Scope heir = tape != null && outer != null && outer.tape == tape ? outer : null;
        for (int i = 0; i < count; i++) {
            Tensor tensor = tensors[i];
            if (heir != null && tensor.isSaved()) {
                heir.add(tensor);
            } else {
                tensor.release();
            }
        }
    }

    @Override
    public String toString() {
        return "Scope[" + name + ", " + count + " tensors" + (closed ? ", closed]" : "]");
    }
}
