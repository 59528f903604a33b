package dev.cairn.data;

import dev.cairn.Shape;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;
import java.util.List;

/**
 * Points of the plane, generated: uniform in the unit square, class 1 inside a disc around (0.5, 0.5) whose area is one half,
 * class 0 outside. A problem that no linear model solves and whose solution can be drawn.
 */
public final class Points {
    private static final int DEFAULT_SIZE = 1000;
    private static final double RADIUS_SQUARED = 1 / (2 * Math.PI);
    private static final List<String> CLASSES = List.of("outside", "inside");
    private static final int TRAIN = 0;
    private static final int TEST = 1;

    private Points() {
    }

    /** 1000 points to train on and 1000 to test on. */
    public static TrainTest generate(long seed) {
        return generate(DEFAULT_SIZE, DEFAULT_SIZE, seed);
    }

    /** As many points as asked for; the first of them are the same for any number. */
    public static TrainTest generate(int train, int test, long seed) {
        return new TrainTest(points(train, seed, TRAIN), points(test, seed, TEST));
    }

    private static ArrayDataset points(int size, long seed, int part) {
        if (size < 1) {
            throw new IllegalArgumentException("points: size " + size + " must be at least 1");
        }
        RandomStream random = new RandomStream(seed, Streams.POINTS, part);
        float[] values = new float[Math.multiplyExact(size, 2)];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            float x = random.nextFloat();
            float y = random.nextFloat();
            values[2 * i] = x;
            values[2 * i + 1] = y;
            labels[i] = isInside(x, y) ? 1 : 0;
        }
        return ArrayDataset.ofFloats("points", values, Shape.of(2), labels, CLASSES);
    }

    /** Whether a point belongs to class 1. */
    public static boolean isInside(double x, double y) {
        return (x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5) < RADIUS_SQUARED;
    }
}
