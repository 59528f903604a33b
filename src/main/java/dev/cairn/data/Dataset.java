package dev.cairn.data;

import dev.cairn.Shape;

/**
 * A user's own data: how many samples there are, and one sample by its number. {@link ArrayDataset#copyOf} reads each
 * sample once and keeps it in memory.
 */
public interface Dataset {
    /** The number of samples, at least 1. */
    int size();

    /** The sample at {@code index}, 0 to {@code size() - 1}; the same sample at every call. */
    Sample sample(int index);

    /** The shape of every sample's values: [features] unless overridden, or [C, H, W] for images. */
    default Shape sampleShape() {
        return Shape.of(sample(0).values().length);
    }

    /**
     * The number of classes. The default, 0, is right for regression; for labelled samples it means: one more than the
     * largest label.
     */
    default int classes() {
        return 0;
    }
}
