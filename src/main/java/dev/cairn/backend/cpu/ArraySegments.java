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
    /** The places where a segment may be kept: more than one, or two arrays of a step could take turns in driving each other out. */
    private static final int WAYS = 8;
    private static final ThreadLocal<ArraySegments> OF_THREAD = ThreadLocal.withInitial(ArraySegments::new);

    private final @Nullable Object[] arrays = new Object[PLACES];
    private final int[] offsets = new int[PLACES];
    private final @Nullable MemorySegment[] segments = new MemorySegment[PLACES];
    /** How often all places of a segment held others. */
    private int replaced;

    private ArraySegments() {
    }

    static ArraySegments ofThisThread() {
        return OF_THREAD.get();
    }

    /** An array of floats or shorts from an element on. */
    MemorySegment from(Object array, int offset) {
        int first = System.identityHashCode(array) ^ offset * 0x9E3779B9 >>> 16;
        for (int way = 0; way < WAYS; way++) {
            int place = first + way & PLACES - 1;
            MemorySegment known = segments[place];
            if (known == null) {
                return keep(array, offset, place);
            }
            if (arrays[place] == array && offsets[place] == offset) {
                return known;
            }
        }
        replaced = replaced + 1 & Integer.MAX_VALUE;
        return keep(array, offset, first + replaced % WAYS & PLACES - 1);
    }

    private MemorySegment keep(Object array, int offset, int place) {
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
