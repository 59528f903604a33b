package dev.cairn;

import dev.cairn.autodiff.Tape;
import dev.cairn.backend.BlockPool;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a device's tensors live: scopes, one inside the other, and the pool that their memory comes from. */
final class TensorMemory {
    private final Device device;
    private final BlockPool pool;
    private @Nullable Scope innermost;
    private int liveTensors;

    TensorMemory(Device device, BlockPool pool) {
        this.device = device;
        this.pool = pool;
        innermost = new Scope(this, null, "device", null);
    }

    boolean isOpen() {
        return innermost != null;
    }

    /** The last scope that was opened and is open still: at least the device's own. */
    Scope innermost() {
        if (innermost == null) {
            throw new IllegalStateException("the device " + device.backend() + " is closed");
        }
        return innermost;
    }

    /** The device's own scope. */
    Scope outermost() {
        Scope outermost = innermost();
        for (Scope outer = outermost.outer(); outer != null; outer = outer.outer()) {
            outermost = outer;
        }
        return outermost;
    }

    Scope enter(String name, @Nullable Tape tape) {
        Scope scope = new Scope(this, innermost(), name, tape);
        innermost = scope;
        return scope;
    }

    void leave(Scope scope) {
        innermost = scope.outer();
    }

    /** A tensor with undefined contents. */
    Tensor make(String name, Shape shape, ElementType type, Scope scope) {
        Buffer buffer;
        try {
            buffer = pool.take(type, shape.elements());
        } catch (DeviceException e) {
            throw e.during(name + " " + shape);
        }
        Tensor tensor = new Tensor(device, name, shape, buffer, scope);
        scope.add(tensor);
        liveTensors++;
        return tensor;
    }

    /** As {@link Device#allOrNothing}. */
    <T> T allOrNothing(Supplier<T> maker) {
        Scope outermost = outermost();
        int before = outermost.count();
        try {
            return maker.get();
        } catch (RuntimeException | Error e) {
            outermost.releaseFrom(before);
            throw e;
        }
    }

    /** Takes back a tensor's memory. */
    void release(Buffer buffer) {
        pool.give(buffer);
        liveTensors--;
    }

    MemoryUse use() {
        return new MemoryUse(pool.used(), pool.peak(), pool.reserved(), liveTensors, pool.allocations());
    }

    /** Closes every scope. */
    void close() {
        while (innermost != null) {
            innermost.close();
        }
    }
}
