package dev.cairn.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void everyNumberComesOnce() {
        for (int n : IntStream.concat(IntStream.rangeClosed(1, 300), IntStream.of(65_536, 65_537, 73_257)).toArray()) {
            BitSet seen = new BitSet();
            Permutation permutation = new Permutation(n).order(n, 3);
            for (int i = 0; i < n; i++) {
                seen.set(permutation.at(i));
            }
            assertThat(seen.cardinality()).as("numbers of %d", n).isEqualTo(n);
            assertThat(seen.length()).isEqualTo(n);
        }
    }

    @Test
    void theLargestDataSetThereCanBe() {
        int n = Integer.MAX_VALUE;
        Permutation permutation = new Permutation(n).order(-1, 0);
        int[] numbers = IntStream.range(0, 1000).map(i -> permutation.at(n - 1 - i)).toArray();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(Arrays.stream(numbers)).allMatch(x -> x >= 0 && x < n);
        assertThat(Arrays.stream(numbers).average().orElseThrow()).isBetween(0.45 * n, 0.55 * n);
    }

    /** The same on every machine and in every version, so that a seed's results last. */
    @Test
    void theOrderOfASeedIsFixed() {
        assertThat(IntStream.range(0, 10).map(new Permutation(10).order(42, 0)::at)).containsExactly(9, 0, 5, 2, 7, 8,
                4, 3, 6, 1);
        assertThat(IntStream.range(0, 5).map(new Permutation(73_257).order(7, 1L << 32)::at))
                .containsExactly(26597, 72590, 5566, 45715, 55932);
    }

    /** Pearson's statistic over every pair of place and number, and over the first two numbers. */
    @Test
    void everyOrderIsAboutEquallyFrequent() {
        int epochs = 40_000;
        for (int n : new int[] {2, 3, 5, 10, 64, 65, 100}) {
            int[][] atPlace = new int[n][n];
            int[][] firstTwo = new int[n][n];
            Permutation permutation = new Permutation(n);
            for (int epoch = 0; epoch < epochs; epoch++) {
                permutation.order(42, epoch);
                for (int i = 0; i < n; i++) {
                    atPlace[i][permutation.at(i)]++;
                }
                firstTwo[permutation.at(0)][permutation.at(1)]++;
            }
            // Each order fills one cell of every row and column, which is why the cells vary more than counts of their own would.
            double perCell = (double) epochs / (n - 1);
            assertThat(deviations(atPlace, (double) epochs / n, perCell, (n - 1.0) * (n - 1))).as("places of %d", n)
                    .isLessThan(5);
            double pairs = n * (n - 1.0);
            for (int i = 0; i < n; i++) {
                assertThat(firstTwo[i][i]).isZero();
                firstTwo[i] = without(i, firstTwo[i]);
            }
            if (n > 2) {
                assertThat(deviations(firstTwo, epochs / pairs, epochs / pairs, pairs - 1)).as("first two of %d", n)
                        .isLessThan(5);
            }
        }
    }

    private static int[] without(int index, int[] values) {
        return IntStream.range(0, values.length).filter(i -> i != index).map(i -> values[i]).toArray();
    }

    /** How many standard deviations the statistic lies above its mean, which is the degrees of freedom. */
    private static double deviations(int[][] counts, double expected, double variance, double degrees) {
        double statistic = Arrays.stream(counts).flatMapToInt(Arrays::stream)
                .mapToDouble(count -> (count - expected) * (count - expected) / variance).sum();
        return (statistic - degrees) / Math.sqrt(2 * degrees);
    }

    @Test
    void seedsAndEpochsHaveOrdersOfTheirOwn() {
        assertThat(places(1, 0)).isEqualTo(places(1, 0)).isNotEqualTo(places(1, 1)).isNotEqualTo(places(2, 0));
        Permutation permutation = new Permutation(50);
        permutation.order(1, 0);
        permutation.order(1, 1);
        assertThat(IntStream.range(0, 50).map(permutation.order(1, 0)::at).toArray()).isEqualTo(places(1, 0));
    }

    private static int[] places(long seed, long epoch) {
        return IntStream.range(0, 50).map(new Permutation(50).order(seed, epoch)::at).toArray();
    }
}
