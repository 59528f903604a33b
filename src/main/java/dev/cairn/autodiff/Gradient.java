package dev.cairn.autodiff;

import dev.cairn.Device;
import dev.cairn.backend.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the shares of one tensor's gradient are collected. The first share overwrites, later ones add, so nothing is ever
 * filled with zeros. A parameter's gradient has memory of its own that stays; that of an intermediate result is taken when
 * the first share comes and given back when it has flowed on.
 */
public final class Gradient {
    private final Device device;
    private final int elements;
    private final boolean lasting;
    private @Nullable Buffer memory;
    private boolean owned;
    private boolean started;

    /** The gradient of an intermediate result. */
    public Gradient(Device device, int elements) {
        this.device = device;
        this.elements = elements;
        this.lasting = false;
    }

    /** The gradient of a parameter, in memory that outlives every step. */
    public Gradient(Device device, Buffer memory) {
        this.device = device;
        this.elements = memory.length();
        this.memory = memory;
        this.lasting = true;
    }

    /** The number of elements. */
    public int length() {
        return elements;
    }

    /** Whether a share has already arrived, so that the next one must add to it. Ask before {@link #target()}. */
    public boolean accumulates() {
        return started;
    }

    /** Where the next share goes. */
    public Buffer target() {
        if (memory == null) {
            memory = device.take(elements);
            owned = true;
        }
        started = true;
        return memory;
    }

    /** Takes existing memory as a share; the first share of an intermediate result is not copied. */
    public void adopt(Buffer share) {
        if (memory == null) {
            memory = share;
            started = true;
        } else {
            boolean accumulate = started;
            device.ops().affine(1, 0, share, accumulate, target());
        }
    }

    /** What was collected so far, or null. */
    public @Nullable Buffer value() {
        return started ? memory : null;
    }

    /** Forgets what was collected. */
    public void clear() {
        started = false;
        if (!lasting) {
            if (owned && memory != null) {
                device.give(memory);
            }
            memory = null;
            owned = false;
        }
    }
}
