package dev.cairn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final float NAN = Float.NaN;

    /** Three rows of two targets, in two batches. */
    private static final Predictions FIRST = Predictions
            .ofValues(new float[] {1.5f, 12, 1.5f, 18}, 2, new float[] {1, 10, 2, 20}, 2);
    private static final Predictions SECOND = Predictions.ofValues(new float[] {4, 25}, 2, new float[] {4, 25}, 1);

    @Test
    void accuracyAndTopKCountHitsOverBatches() {
        float[] outputs = {3, 2, 1, 3, 2, 1, 3, 2, 1, NAN, 9, 0};
        Predictions batch = Predictions.ofClasses(outputs, 3, new int[] {0, 1, 2, 1}, 4);

        assertThat(value(new Accuracy(), batch)).isEqualTo(1 / 4.0);
        assertThat(value(new TopK(1), batch)).isEqualTo(1 / 4.0);
        assertThat(value(new TopK(2), batch, batch)).isEqualTo(4 / 8.0);
        assertThat(value(new TopK(3), batch)).isEqualTo(3 / 4.0);
    }

    @Test
    void topKNeedsThatManyClasses() {
        Predictions batch = Predictions.ofClasses(new float[] {1, 2, 3}, 3, new int[] {0}, 1);

        assertThatThrownBy(() -> new TopK(4).update(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("top-k: k is 4, but there are 3 classes");
        assertThatThrownBy(() -> new TopK(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void errorsAreMeansOverAllElements() {
        assertThat(value(new MeanAbsoluteError(), FIRST, SECOND)).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(value(new RootMeanSquaredError(), FIRST, SECOND)).isCloseTo(Math.sqrt(8.5 / 6), within(1e-12));
    }

    @Test
    void rSquaredIsTheMeanOverOutputs() {
        double first = 1 - 0.5 / (14.0 / 3);
        double second = 1 - 8 / (350.0 / 3);

        assertThat(value(new RSquared(), FIRST, SECOND)).isCloseTo((first + second) / 2, within(1e-12));
    }

    @Test
    void rSquaredStaysExactFarFromZero() {
        float offset = 1 << 23;
        float[] targets = {offset, offset + 1, offset + 2, offset + 3};
        float[] outputs = {offset, offset + 1, offset + 2, offset + 4};

        assertThat(value(new RSquared(), Predictions.ofValues(outputs, 1, targets, 4)))
                .isCloseTo(1 - 1 / 5.0, within(1e-12));
    }

    @Test
    void rSquaredOfAConstantTargetIsUndefined() {
        assertThat(value(new RSquared(), Predictions.ofValues(new float[] {1, 2}, 1, new float[] {3, 3}, 2))).isNaN();
        assertThat(value(new RSquared(), Predictions.ofValues(new float[] {1}, 1, new float[] {3}, 1))).isNaN();
    }

    @Test
    void sumsDoNotLoseSmallTermsToLargeOnes() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(1e16);
        for (int i = 0; i < 1000; i++) {
            sum.add(0.125);
        }
        sum.add(-1e16);
        assertThat(sum.value()).isEqualTo(125);

        sum.add(Double.POSITIVE_INFINITY);
        sum.add(1);
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void badOutputsSpoilTheErrorsTheyBelongTo() {
        Predictions nan = Predictions.ofValues(new float[] {NAN}, 1, new float[] {1}, 1);
        Predictions infinite = Predictions.ofValues(new float[] {Float.NEGATIVE_INFINITY, 1}, 1, new float[] {1, 2}, 2);

        assertThat(value(new MeanAbsoluteError(), nan)).isNaN();
        assertThat(value(new RootMeanSquaredError(), infinite)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value(new RSquared(), infinite)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void resetForgetsEverything() {
        Predictions other = Predictions.ofValues(new float[] {1, 2, 4}, 1, new float[] {1, 2, 3}, 3);
        for (Metric metric : List.of(new MeanAbsoluteError(), new RootMeanSquaredError(), new RSquared())) {
            double fresh = value(metric, other);
            value(metric, FIRST, SECOND);
            assertThat(value(metric, other)).as(metric.name()).isEqualTo(fresh);
        }
        for (Metric metric : List.of(new Accuracy(), new TopK(1))) {
            value(metric, Predictions.ofClasses(new float[] {1, 0}, 2, new int[] {0}, 1));
            assertThat(value(metric, Predictions.ofClasses(new float[] {1, 0}, 2, new int[] {1}, 1))).isZero();
            assertThat(value(metric)).as(metric.name() + " of nothing").isNaN();
        }
    }

    private static double value(Metric metric, Predictions... batches) {
        metric.reset();
        for (Predictions batch : batches) {
            metric.update(batch);
        }
        return metric.value();
    }
}
