package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Normalisation;
import dev.cairn.loss.BinaryCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Initializers;
import dev.cairn.nn.Sequential;
import dev.cairn.train.Evaluator;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionChartTest {
    private static final List<String> CLASSES = List.of("left", "right");
    private static final Color LEFT = Shades.solid(Style.BLUE, 0.28);
    private static final Color RIGHT = Shades.solid(Style.VERMILION, 0.28);

    /** A plane from (0, 0) to (4, 4) in two halves. */
    private static DecisionRegions halves() {
        return new DecisionRegions(0, 4, 0, 4, 4, IntStream.range(0, 16).map(cell -> cell % 4 / 2).toArray());
    }

    @Test
    void regionsAndPointsAreWhereTheyBelong() throws Exception {
        Drawn drawn = Drawn.of(new RegionChart("Halves", CLASSES, halves(),
                List.of(new PlanePoint(1, 3, 0, 0), new PlanePoint(3, 1, 0, 1), new PlanePoint(9, 9, 0, 1))));
        var left = drawn.bounds(LEFT);
        var right = drawn.bounds(RIGHT);
        assertThat(left.getMaxX()).isLessThanOrEqualTo(right.x);
        double unit = left.width / 2.0;
        Color dot = Shades.mixed(Style.BLUE, Style.INK, 0.2);
        assertThat(drawn.at((int) (left.x + unit), (int) (left.y + unit))).as("right: a dot").isEqualTo(dot);
        assertThat(drawn.at((int) (left.x + 3 * unit), (int) (left.y + 3 * unit))).as("wrong: a cross")
                .isEqualTo(new Color(0x1f2329));
        drawn.assertMarginsAreBlank();
    }

    @Test
    void theLegendCountsWhatIsWrong() {
        RegionChart chart = new RegionChart("Halves", CLASSES, halves(),
                List.of(new PlanePoint(1, 3, 0, 0), new PlanePoint(3, 1, 0, 1)));
        assertThat(chart.legend()).extracting(Header.Entry::name).containsExactly("left", "right", "1 of 2 wrong");
    }

    @Test
    void aNetworkIsAskedAboutEveryCell() {
        ArrayDataset data = ArrayDataset.of(new float[][] {{-5, -1}, {5, 1}, {3, 0}}, new int[] {0, 1, 0});
        try (Device device = Device.open(Backend.REFERENCE)) {
            Sequential model = new Sequential(new Dense(2, 1, Initializers.constant(1)));
            model.initialize(device, 1);
            Evaluator evaluator = new Evaluator(model, new BinaryCrossEntropy());
            DecisionRegions regions = DecisionRegions.of(evaluator, data, Normalisation.identity());
            int side = regions.side();
            assertThat(regions.left()).isCloseTo(-5.4, within(1e-9));
            assertThat(regions.top()).isCloseTo(1.08, within(1e-9));
            assertThat(regions.classes()[0]).as("-5.4 + 1.08, top left").isZero();
            assertThat(regions.classes()[side - 1]).as("5.4 + 1.08").isEqualTo(1);
            assertThat(regions.classes()[side * side - side]).as("-5.4 - 1.08, bottom left").isZero();
            assertThat(regions.classes()[side * side - 1]).as("5.4 - 1.08").isEqualTo(1);

            Answers answers = new Answers();
            evaluator.evaluate(data.batches(3), answers);
            assertThat(RegionChart.of("Points", regions, data, answers).legend()).extracting(Header.Entry::name)
                    .contains("1 of 3 wrong");
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionRegions(0, 1, 0, 1, 2, new int[3]))
                .withMessage("decision regions from (0.0, 0.0) to (1.0, 1.0): 3 cells for a side of 2");
    }
}
