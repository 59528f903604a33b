package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PointsTest {
    @Test
    void areUniformWithHalfOfThemInside() {
        ArrayDataset points = Points.generate(20_000, 1, 1).train();

        assertThat(points).hasToString("points: 20000 samples [2], 2 classes");
        assertThat(points.classHistogram()[1] / 20_000.0).isBetween(0.49, 0.51);
        for (int i = 0; i < points.size(); i++) {
            Sample point = points.sample(i);
            double distance = Math.hypot(point.values()[0] - 0.5, point.values()[1] - 0.5);
            assertThat(point.values()[0]).isBetween(0f, 1f);
            assertThat(point.values()[1]).isBetween(0f, 1f);
            assertThat(point.label()).isEqualTo(distance < Math.sqrt(1 / (2 * Math.PI)) ? 1 : 0);
        }
    }

    @Test
    void dependOnTheSeedAlone() {
        TrainTest points = Points.generate(5);

        assertThat(points.train().size()).isEqualTo(1000);
        assertThat(points.test().size()).isEqualTo(1000);
        assertThat(points.train().floats()).isEqualTo(Points.generate(2000, 10, 5).train().take(1000).floats())
                .isNotEqualTo(points.test().floats())
                .isNotEqualTo(Points.generate(6).train().floats());
        assertThatIllegalArgumentException().isThrownBy(() -> Points.generate(0, 1, 1))
                .withMessage("points: size 0 must be at least 1");
    }
}
