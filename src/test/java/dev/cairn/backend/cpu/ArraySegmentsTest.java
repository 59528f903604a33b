package dev.cairn.backend.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArraySegmentsTest {
    private final ArraySegments segments = ArraySegments.ofThisThread();

    @AfterEach
    void forget() {
        ArraySegments.forgetThisThread();
    }

    /** As many as a step of a deep network has; in turns they would make garbage if two drove each other out. */
    @Test
    void thoseOfAStepAreKept() {
        List<float[]> arrays = new ArrayList<>();
        List<MemorySegment> kept = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            arrays.add(new float[10]);
            kept.add(segments.from(arrays.get(i), i % 3));
        }
        for (int i = 0; i < arrays.size(); i++) {
            assertThat(segments.from(arrays.get(i), i % 3)).isSameAs(kept.get(i));
        }
    }

    @Test
    void anyNumberOfArraysAndOffsetsAreServed() {
        for (int i = 0; i < 5000; i++) {
            float[] array = new float[20];
            for (int offset = 0; offset < 20; offset += 7) {
                array[offset] = i + offset;
                assertThat(segments.from(array, offset).get(JAVA_FLOAT, 0)).isEqualTo(i + offset);
            }
        }
    }
}
