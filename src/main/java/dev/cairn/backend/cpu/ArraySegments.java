package dev.cairn.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Heap arrays as memory segments for native calls, kept by thread from call to call: a training step passes the same arrays
 * again and again, and the compiler does not always manage to leave the segments out.
 */
final class ArraySegments {
    private static final int PLACES = 256;
    private static final ThreadLocal<ArraySegments> OF_THREAD = ThreadLocal.withInitial(ArraySegments::new);

    private final @Nullable Object[] arrays = new Object[PLACES];
    private final int[] offsets = new int[PLACES];
    private final @Nullable MemorySegment[] segments = new MemorySegment[PLACES];

    private ArraySegments() {
    }

    static ArraySegments ofThisThread() {
        return OF_THREAD.get();
    }

    /** An array of floats or shorts from an element on. */
    MemorySegment from(Object array, int offset) {
        int place = (System.identityHashCode(array) ^ offset * 0x9E3779B9 >>> 16) & PLACES - 1;
        MemorySegment known = segments[place];
        if (known != null && arrays[place] == array && offsets[place] == offset) {
            return known;
        }
        MemorySegment segment = array instanceof float[] floats
                ? MemorySegment.ofArray(floats).asSlice((long) Float.BYTES * offset)
                : MemorySegment.ofArray((short[]) array).asSlice((long) Short.BYTES * offset);
        arrays[place] = array;
        offsets[place] = offset;
        segments[place] = segment;
        return segment;
    }

    /** Lets go of all arrays that this thread passed. */
    static void forgetThisThread() {
        ArraySegments here = OF_THREAD.get();
        Arrays.fill(here.arrays, null);
        Arrays.fill(here.segments, null);
    }
}
