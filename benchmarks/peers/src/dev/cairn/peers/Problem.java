package dev.cairn.peers;

import java.util.Arrays;
import java.util.List;

/**
 * A network, a batch of samples and first weights, the same numbers in every process.
 *
 * @param widths  inputs, hidden layers with ReLU, classes
 * @param batch   samples a training step
 * @param threads to compute with
 */
public record Problem(List<Integer> widths, int batch, int threads) {
    public static final double MOMENTUM = 0.9;
    /** For the steps whose losses are compared. */
    public static final double LEARNING_RATE = 0.05;
    /** For the steps that are timed: no weight moves far in millions of them, so that numbers and their cost stay ordinary. */
    public static final double TINY_LEARNING_RATE = 1e-6;

    static Problem of(String[] words) {
        return new Problem(Arrays.stream(words[0].split("-")).map(Integer::valueOf).toList(),
                Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    public int layers() {
        return widths.size() - 1;
    }

    public int in(int layer) {
        return widths.get(layer);
    }

    public int out(int layer) {
        return widths.get(layer + 1);
    }

    public boolean isHidden(int layer) {
        return layer < layers() - 1;
    }

    /** So many samples, row by row; the first ones are the same for every number. */
    public float[] inputs(int samples) {
        return uniform(1, samples * in(0), 0.5);
    }

    /** The class of each sample of the batch. */
    public int[] labels() {
        Numbers numbers = new Numbers(2);
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = (int) (numbers.next() * out(layers() - 1));
        }
        return labels;
    }

    /** The same as probabilities, [batch, classes]. */
    public float[] oneHotLabels() {
        int classes = out(layers() - 1);
        int[] labels = labels();
        float[] targets = new float[batch * classes];
        for (int i = 0; i < batch; i++) {
            targets[i * classes + labels[i]] = 1;
        }
        return targets;
    }

    /** First weights of a layer, [in, out] row by row: uniform as He et al. (2015) have it. Biases start at 0. */
    public float[] weights(int layer) {
        return uniform(10 + layer, in(layer) * out(layer), Math.sqrt(6.0 / in(layer)));
    }

    /** The same as [out, in]. */
    public float[] transposedWeights(int layer) {
        float[] weights = weights(layer);
        float[] transposed = new float[weights.length];
        for (int i = 0; i < in(layer); i++) {
            for (int j = 0; j < out(layer); j++) {
                transposed[j * in(layer) + i] = weights[i * out(layer) + j];
            }
        }
        return transposed;
    }

    private static float[] uniform(int stream, int count, double limit) {
        Numbers numbers = new Numbers(stream);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (limit * (2 * numbers.next() - 1));
        }
        return values;
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014). */
    private static final class Numbers {
        private long state;

        Numbers(long seed) {
            state = seed * 0x632BE59BD9B4E019L;
        }

        /** In [0, 1). */
        double next() {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
        }
    }
}
