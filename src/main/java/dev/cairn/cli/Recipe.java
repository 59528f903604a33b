package dev.cairn.cli;

import java.util.List;

/**
 * How a data set is trained where the command line does not say otherwise. Learning rates and schedules were chosen on
 * validation samples split off from the training sets.
 *
 * @param hidden       the sizes of the hidden layers
 * @param dropout      behind each of them
 * @param optimizer    as {@link dev.cairn.optim.Optimizers#named} reads it
 * @param learningRate for this optimizer at this batch size
 * @param schedule     as {@link dev.cairn.optim.Schedules#parse} reads it
 * @param batchSize    samples a step
 * @param epochs       times through the training set
 * @param l2           the strength of the penalty on weights
 * @param scale        as {@link dev.cairn.data.Scaling#parse} reads it
 * @param grey         whether colour images become grey
 */
record Recipe(List<Integer> hidden, double dropout, String optimizer, double learningRate, String schedule,
        int batchSize, int epochs, double l2, String scale, boolean grey) {

    /** Of SGD, wherever it is used. */
    static final double MOMENTUM = 0.9;

    static Recipe of(DatasetName dataset) {
        return switch (dataset) {
            case HOUSE_NUMBERS -> images(List.of(512, 256), 0, 0.05, 8, 0, "per-image", true);
            case SVHN -> images(List.of(512, 256), 0.3, 0.05, 20, 0, "per-image", true);
            case MNIST, FASHION_MNIST -> images(List.of(512, 256), 0.2, 0.05, 10, 0, "unit", false);
            case CIFAR10 -> images(List.of(512, 256), 0.2, 0.02, 20, 1e-4, "mean", false);
            case IRIS -> table(List.of(16), 0.01, 16, 50);
            case POINTS -> table(List.of(25, 25), 0.01, 50, 100);
            case CSV -> table(List.of(64, 64), 0.001, 32, 50);
        };
    }

    private static Recipe images(List<Integer> hidden, double dropout, double learningRate, int epochs, double l2,
            String scale, boolean grey) {
        return new Recipe(hidden, dropout, "sgd", learningRate, "cosine", 128, epochs, l2, scale, grey);
    }

    private static Recipe table(List<Integer> hidden, double learningRate, int batchSize, int epochs) {
        return new Recipe(hidden, 0, "adam", learningRate, "cosine", batchSize, epochs, 0, "standard",
                false);
    }
}
