package dev.cairn.cli;

/** The optimizers of the command line. */
enum OptimizerName {
    SGD, RMSPROP, ADADELTA, ADAM, ADAMW;

    /** The customary learning rate, for want of anything better. */
    double learningRate() {
        return switch (this) {
            case SGD -> 0.05;
            case RMSPROP, ADAM, ADAMW -> 0.001;
            case ADADELTA -> 1;
        };
    }

    @Override
    public String toString() {
        return Choice.nameOf(this);
    }
}
