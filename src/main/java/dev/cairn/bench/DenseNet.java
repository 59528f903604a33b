package dev.cairn.bench;

import dev.cairn.nn.Dense;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fully connected classifier by its widths: inputs, hidden layers with ReLU, classes.
 *
 * @param widths at least two, all at least 1
 */
public record DenseNet(List<Integer> widths) {
    private static final int USUAL_BATCH = 128;
    /** Networks for pictures of 784, 1024 and 3072 values, as they were published, and those whose batch is not the usual. */
    private static final List<String> KNOWN = List.of(
            "1024-16-10", "784-64-10", "784-128-10", "1024-512-256-10", "3072-50-10", "3072-1024-512-10");
    private static final Map<String, Integer> BATCHES = Map.of("1024-16-10", 20, "3072-50-10", 100,
            "3072-1024-512-10", 512);

    public DenseNet {
        widths = List.copyOf(widths);
        if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "net '" + text(widths) + "': must be two or more widths of at least 1, as 784-128-10");
        }
    }

    /**
     * Reads {@code 784-128-10}.
     *
     * @throws IllegalArgumentException if the text is no such list
     */
    public static DenseNet parse(String text) {
        try {
            return new DenseNet(Arrays.stream(text.strip().split("-", -1)).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("net '" + text + "': must be widths as in 784-128-10", e);
        }
    }

    /** The networks that are measured where none is named, from the smallest to the largest input. */
    public static List<DenseNet> known() {
        return KNOWN.stream().map(DenseNet::parse).toList();
    }

    /** The batch this network is measured with where none is named. */
    public int usualBatch() {
        return BATCHES.getOrDefault(toString(), USUAL_BATCH);
    }

    /** The same with every hidden layer this wide. */
    public DenseNet withHidden(int width) {
        List<Integer> changed = new ArrayList<>(widths);
        for (int i = 1; i < layers(); i++) {
            changed.set(i, width);
        }
        return new DenseNet(changed);
    }

    /** The number of dense layers. */
    int layers() {
        return widths.size() - 1;
    }

    /** The number of values of a sample. */
    public int inputs() {
        return widths.getFirst();
    }

    /** The number of classes. */
    public int classes() {
        return widths.getLast();
    }

    /** The number of weights and biases. */
    long parameters() {
        long count = 0;
        for (int i = 0; i < layers(); i++) {
            count += (widths.get(i) + 1L) * widths.get(i + 1);
        }
        return count;
    }

    /** A model that is not initialised yet. */
    public Sequential model() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < layers(); i++) {
            boolean last = i == layers() - 1;
            layers.add(new Dense(widths.get(i), widths.get(i + 1),
                    last ? Initializers.glorotUniform() : Initializers.heUniform()));
            if (!last) {
                layers.add(new Relu());
            }
        }
        return new Sequential(layers);
    }

    @Override
    public String toString() {
        return text(widths);
    }

    private static String text(List<Integer> widths) {
        return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
