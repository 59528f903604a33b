package dev.cairn.cli;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.TrainTest;

/** The parts of a data set that can be evaluated. */
enum DatasetPart {
    TRAIN, TEST, ALL;

    ArrayDataset of(TrainTest data) {
        return switch (this) {
            case TRAIN -> data.train();
            case TEST -> data.test();
            case ALL -> data.train().concat(data.test());
        };
    }

    @Override
    public String toString() {
        return Choice.nameOf(this);
    }
}
