package dev.cairn.data;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A data set in its two customary parts.
 *
 * @param train what a model learns from; a validation set is split off from it
 * @param test what the finished model is judged by
 * @param warnings what a loader has to tell though the data can be used, one sentence each; usually empty
 */
public record TrainTest(ArrayDataset train, ArrayDataset test, List<String> warnings) {
    public TrainTest {
        warnings = List.copyOf(warnings);
        if (!train.sampleShape().equals(test.sampleShape())) {
            throw new IllegalArgumentException("data set " + train.name() + ": training samples have shape "
                    + train.sampleShape() + ", test samples " + test.sampleShape());
        }
        if (train.classes() != test.classes() || train.targetWidth() != test.targetWidth()) {
            throw new IllegalArgumentException("data set " + train.name() + ": training samples have "
                    + train.describeAnswers() + ", test samples " + test.describeAnswers());
        }
    }

    /** Two parts without a warning. */
    public TrainTest(ArrayDataset train, ArrayDataset test) {
        this(train, test, List.of());
    }

    /** The same change to both parts, as in {@code data.map(ArrayDataset::grey)}. */
    public TrainTest map(UnaryOperator<ArrayDataset> change) {
        return new TrainTest(change.apply(train), change.apply(test), warnings);
    }
}
