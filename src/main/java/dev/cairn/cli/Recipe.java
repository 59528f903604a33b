package dev.cairn.cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a data set is trained where the command line does not say otherwise. All figures were chosen on validation samples
 * split off from the training sets, never on test samples.
 *
 * @param hidden       the sizes of the hidden layers
 * @param activation   behind each of them
 * @param dropout      behind that
 * @param optimizer    as {@link dev.cairn.optim.Optimizers#named} reads it
 * @param learningRate for this optimizer at this batch size
 * @param batchSize    samples a step
 * @param epochs       times through the training set
 * @param l2           the strength of the penalty on weights
 * @param scale        as {@link dev.cairn.data.Scaling#parse} reads it
 * @param grey         whether colour images become grey
 */
record Recipe(List<Integer> hidden, ActivationName activation, double dropout, String optimizer, double learningRate,
        int batchSize, int epochs, double l2, String scale, boolean grey) {

    /** Of SGD, wherever it is used. */
    static final double MOMENTUM = 0.9;
    /** As {@link dev.cairn.optim.Schedules#parse} reads it: no other did better on any of these data sets. */
    static final String SCHEDULE = "cosine";

    static Recipe of(DatasetName dataset) {
        return switch (dataset) {
            case HOUSE_NUMBERS -> images(0, 0.05, 128, 8, 0, "per-image", true);
            case SVHN -> images(0.3, 0.01, 64, 20, 0, "per-image", true);
            case MNIST, FASHION_MNIST -> images(0.2, 0.1, 128, 15, 0, "unit", false);
            case CIFAR10 -> images(0.3, 0.05, 128, 20, 5e-4, "mean", false);
            case IRIS -> table(List.of(16), ActivationName.RELU, 0.01, 16, 200, 0.001, "none");
            case POINTS -> table(List.of(25, 25), ActivationName.GELU, 0.01, 50, 200, 0, "standard");
            case CSV -> table(List.of(64, 64), ActivationName.RELU, 0.001, 32, 50, 0, "standard");
        };
    }

    private static Recipe images(double dropout, double learningRate, int batchSize, int epochs, double l2,
            String scale, boolean grey) {
        return new Recipe(List.of(512, 256), ActivationName.RELU, dropout, "sgd", learningRate, batchSize, epochs, l2,
                scale, grey);
    }

    private static Recipe table(List<Integer> hidden, ActivationName activation, double learningRate, int batchSize,
            int epochs, double l2, String scale) {
        return new Recipe(hidden, activation, 0, "adam", learningRate, batchSize, epochs, l2, scale, false);
    }

    /** As it would be asked for on the command line. */
    @Override
    public String toString() {
        return "--hidden " + hidden.stream().map(String::valueOf).collect(Collectors.joining(","))
                + " --activation " + activation
                + (dropout == 0 ? "" : " --dropout " + dropout)
                + " --optimizer " + optimizer + " --learning-rate " + learningRate + " --schedule " + SCHEDULE
                + " --batch-size " + batchSize + " --epochs " + epochs
                + (l2 == 0 ? "" : " --l2 " + l2)
                + " --scale " + scale + (grey ? " --grey" : "");
    }
}
