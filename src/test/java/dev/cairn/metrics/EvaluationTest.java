package dev.cairn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void aClassificationGathersAllBatches() {
        Classification.Tally tally = new Classification.Tally(List.of("a", "b", "c"), 2, 5);
        tally.update(Predictions.ofClasses(new float[] {3, 2, 1, 3, 2, 1}, 3, new int[] {0, 1}, 2));
        Classification early = tally.result(0.5);
        tally.update(Predictions.ofClasses(new float[] {3, 2, 1}, 3, new int[] {2}, 1));
        Classification late = tally.result(0.25);

        assertThat(early.samples()).isEqualTo(2);
        assertThat(early.accuracy()).isEqualTo(1 / 2.0);
        assertThat(late.samples()).isEqualTo(3);
        assertThat(late.loss()).isEqualTo(0.25);
        assertThat(late.accuracy()).isEqualTo(1 / 3.0);
        assertThat(late.topK()).isEqualTo(Map.of(2, 2 / 3.0));
    }

    @Test
    void aRegressionGathersAllBatches() {
        Regression.Tally tally = new Regression.Tally();
        tally.update(Predictions.ofValues(new float[] {1, 2}, 1, new float[] {1, 2}, 2));
        tally.update(Predictions.ofValues(new float[] {6}, 1, new float[] {3}, 1));

        assertThat(tally.result(3)).isEqualTo(new Regression(3, 3, 1, Math.sqrt(3), 1 - 9 / 2.0));
    }

    @Test
    void convergenceIsTheFirstEpochNearTheBest() {
        double[] accuracies = {0.5, Double.NaN, 0.96, 0.9605, 0.97, 0.9};
        double[] losses = {1, 0.5, 0.1009, 0.1, 0.2};

        assertThat(Convergence.epochsUntilWithinOnePercentOfBest(accuracies, Goal.MAXIMIZE)).isEqualTo(4);
        assertThat(Convergence.epochsUntilWithinOnePercentOfBest(losses, Goal.MINIMIZE)).isEqualTo(3);
        assertThat(Convergence.epochsUntilWithinOnePercentOfBest(new double[] {0, 0}, Goal.MINIMIZE)).isEqualTo(1);
        assertThat(Convergence.epochsUntilWithinOnePercentOfBest(new double[] {Double.NaN}, Goal.MAXIMIZE)).isZero();
    }

    @Test
    void goalsPreferTheFirstOfEqualsAndNeverNan() {
        assertThat(Goal.MAXIMIZE.best(new double[] {Double.NaN, 1, 3, 3, Double.NaN})).isEqualTo(2);
        assertThat(Goal.MINIMIZE.best(new double[] {Double.NaN, 3, 1, 1})).isEqualTo(2);
        assertThat(Goal.MINIMIZE.best(new double[] {Double.NaN})).isEqualTo(-1);
        assertThat(Goal.MAXIMIZE.best(new double[] {Double.NEGATIVE_INFINITY})).isZero();
    }
}
