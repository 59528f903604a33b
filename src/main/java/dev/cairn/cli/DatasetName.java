package dev.cairn.cli;

/** The data sets of the command line. */
enum DatasetName {
    HOUSE_NUMBERS, SVHN, MNIST, FASHION_MNIST, CIFAR10, IRIS, POINTS, CSV;

    /** Whether it is made up on the spot, as many samples as asked for. */
    boolean isGenerated() {
        return this == HOUSE_NUMBERS || this == POINTS;
    }

    @Override
    public String toString() {
        return Choice.nameOf(this);
    }
}
