package dev.cairn.data;

import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which samples go where: random choices of sample numbers, each in ascending order. Depends on the seed alone. */
final class Partition {
    /** The step of the random numbers that order a whole set. Step 1 + c orders class c. */
    private static final int WHOLE_SET = 0;

    private Partition() {
    }

    /** Chooses {@code count} of {@code size} samples. */
    static int[] choose(int size, int count, long seed) {
        return sorted(Arrays.stream(order(size, WHOLE_SET, seed)).limit(count));
    }

    /** Chooses the same fraction of every class, each rounded on its own. */
    static int[] chooseOfEachClass(int[] labels, int classes, double fraction, long seed) {
        return sorted(IntStream.range(0, classes).flatMap(label -> {
            int[] members = members(labels, label, seed);
            return Arrays.stream(members).limit(Math.round(fraction * members.length));
        }));
    }

    /** A random order of all samples. */
    static int[] order(int size, long seed) {
        return order(size, WHOLE_SET, seed);
    }

    /** All samples, class after class, each class in random order. */
    static int[] orderByClass(int[] labels, int classes, long seed) {
        return IntStream.range(0, classes).flatMap(label -> Arrays.stream(members(labels, label, seed))).toArray();
    }

    /** Every {@code folds}th sample of an order, from the {@code fold}th on: one hand of cards dealt out. */
    static int[] dealt(int[] order, int fold, int folds) {
        return sorted(IntStream.range(0, order.length).filter(i -> i % folds == fold).map(i -> order[i]));
    }

    /** The samples that are not in {@code chosen}, which is ascending. */
    static int[] others(int size, int[] chosen) {
        boolean[] taken = new boolean[size];
        for (int sample : chosen) {
            taken[sample] = true;
        }
        return IntStream.range(0, size).filter(sample -> !taken[sample]).toArray();
    }

    private static int[] members(int[] labels, int label, long seed) {
        int[] members = IntStream.range(0, labels.length).filter(sample -> labels[sample] == label).toArray();
        int[] order = order(members.length, 1 + label, seed);
        return Arrays.stream(order).map(i -> members[i]).toArray();
    }

    private static int[] order(int size, int step, long seed) {
        return new RandomStream(seed, Streams.SPLIT, step).permutation(size);
    }

    private static int[] sorted(IntStream samples) {
        return samples.sorted().toArray();
    }
}
