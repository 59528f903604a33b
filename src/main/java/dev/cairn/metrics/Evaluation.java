package dev.cairn.metrics;

/** How a model does on a whole data set. */
public sealed interface Evaluation permits Classification, Regression {
    /** The number of samples. */
    long samples();

    /** The mean loss of a sample. */
    double loss();

    /** Gathers an evaluation batch by batch. */
    sealed interface Tally permits Classification.Tally, Regression.Tally {
        /** Adds a batch. */
        void update(Predictions batch);

        /**
         * The evaluation of all batches so far.
         *
         * @param loss the mean loss of a sample, which only the caller knows
         */
        Evaluation result(double loss);
    }
}
