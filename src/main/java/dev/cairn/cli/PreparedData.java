package dev.cairn.cli;

import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Augmentation;
import dev.cairn.data.Batches;
import dev.cairn.data.Normalisation;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set ready for a network.
 *
 * @param train         what it learns from
 * @param validation    what it is watched on; null for none
 * @param test          what it is judged by
 * @param grey          whether the images were made grey
 * @param normalisation fitted on the training part
 * @param augmentation  of the training part
 * @param streaming     as {@link Batches#streaming()}, of every part
 */
record PreparedData(ArrayDataset train, @Nullable ArrayDataset validation, ArrayDataset test, boolean grey,
        Normalisation normalisation, Augmentation augmentation, @Nullable Boolean streaming) {
    private static final int EVALUATION_BATCH = 512;

    Shape sampleShape() {
        return train.sampleShape();
    }

    boolean isClassification() {
        return train.targetWidth() == 0;
    }

    /** How many outputs a network for it has. */
    int outputs() {
        return isClassification() ? train.classes() : train.targetWidth();
    }

    /** The training part, in random order or, where there is no augmentation either, as it is. */
    Batches trainBatches(int size, long seed, boolean shuffled) {
        Batches inOrder = placed(train.batches(size).normalised(normalisation));
        Batches batches = shuffled ? inOrder.shuffled(seed) : inOrder;
        return augmentation.isNone() ? batches : batches.augmented(augmentation, seed);
    }

    private Batches placed(Batches batches) {
        return streaming == null ? batches : batches.streamed(streaming);
    }

    /** All parts there are, as they are evaluated, by name. */
    SequencedMap<String, Batches> evaluated() {
        SequencedMap<String, Batches> sets = new LinkedHashMap<>();
        sets.put("train", placed(inOrder(train, normalisation)));
        if (validation != null) {
            sets.put("validation", placed(inOrder(validation, normalisation)));
        }
        sets.put("test", placed(inOrder(test, normalisation)));
        return sets;
    }

    /** A part that there is, as it is evaluated. */
    Batches part(String name) {
        return Objects.requireNonNull(evaluated().get(name), name);
    }

    /** The same, but for fewer training samples, drawn at random; the normalisation stays. */
    PreparedData withTrain(int count, long seed) {
        if (count > train.size()) {
            throw new IllegalArgumentException("--search-size " + count + ": there are only " + train.size()
                    + " training samples");
        }
        ArrayDataset some = count == train.size() ? train : train.splitCount(count, seed).validation();
        return new PreparedData(some, validation, test, grey, normalisation, augmentation, streaming);
    }

    /** A data set in large batches, as it is. */
    static Batches inOrder(ArrayDataset data, Normalisation normalisation) {
        return data.batches(Math.min(data.size(), EVALUATION_BATCH)).normalised(normalisation);
    }
}
