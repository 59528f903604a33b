package dev.cairn.backend;

/**
 * Which {@link Philox} streams of a seed belong to what, so that no two uses draw the same numbers. Parameter i of a model
 * is initialised from stream i.
 */
public final class Streams {
    /** Layer i of a model draws its masks from stream {@code LAYERS + i}. */
    public static final int LAYERS = 1 << 16;

    /** A further draw of the same layer in the same step: stream {@code LAYERS + i + draw · REDRAW}. */
    public static final int REDRAW = 1 << 18;

    /** The order of the samples; the step is the epoch. */
    public static final int SHUFFLE = 1 << 17;

    /** The changes to a sample; the step is made of epoch and number of the sample. */
    public static final int AUGMENTATION = SHUFFLE + 1;

    /** How a data set is split; the step tells whole sets and classes apart. */
    public static final int SPLIT = SHUFFLE + 2;

    /** Generated points; the step tells training and test set apart. */
    public static final int POINTS = SHUFFLE + 3;

    private Streams() {
    }
}
