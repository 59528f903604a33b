package dev.cairn.metrics;

/**
 * How a regression does on a data set.
 *
 * @param samples the number of samples
 * @param loss    the mean loss of a sample
 * @param mae     the mean absolute error, over all outputs
 * @param rmse    the root of the mean squared error, over all outputs
 * @param r2      the coefficient of determination, as in {@link RSquared}
 */
public record Regression(long samples, double loss, double mae, double rmse, double r2) implements Evaluation {

    /** Gathers a {@link Regression} batch by batch. */
    public static final class Tally implements Evaluation.Tally {
        private final Metric mae = new MeanAbsoluteError();
        private final Metric rmse = new RootMeanSquaredError();
        private final Metric r2 = new RSquared();
        private long samples;

        @Override
        public void update(Predictions batch) {
            mae.update(batch);
            rmse.update(batch);
            r2.update(batch);
            samples += batch.rows();
        }

        @Override
        public Regression result(double loss) {
            return new Regression(samples, loss, mae.value(), rmse.value(), r2.value());
        }
    }
}
