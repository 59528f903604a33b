package dev.cairn.metrics;

/**
 * A figure that is gathered batch by batch: {@link #reset}, {@link #update} for every batch of a set, {@link #value}. The
 * trainer writes it into its history as {@code train_NAME}, {@code validation_NAME}; implement it for figures of your own.
 */
public interface Metric {
    /** A short name for columns and progress lines, as {@code accuracy} or {@code top5}. */
    String name();

    /** Whether larger or smaller values are better. */
    Goal goal();

    /** Forgets all batches. */
    void reset();

    /** Adds a batch. */
    void update(Predictions batch);

    /** The figure over all batches since the last reset; NaN if there were none. */
    double value();
}
