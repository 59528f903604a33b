package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchesTest {
    private static final ArrayDataset HOUSES = HouseNumbers.generate(23, 7);

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void everySampleComesOnceAnEpochInANewOrder(Backend backend) {
        ArrayDataset numbers = numbers(23);
        try (Device device = Device.require(backend); BatchLoader loader = numbers.batches(5).shuffled(3).on(device)) {
            List<Float> first = firstFeatures(loader.iterator());
            List<Float> second = firstFeatures(loader.iterator());
            assertThat(first).hasSize(23).isNotEqualTo(second);
            assertThat(new HashSet<>(first)).isEqualTo(new HashSet<>(second)).hasSize(23);
            assertThat(firstFeatures(loader.epoch(0))).isEqualTo(first);
            assertThat(firstFeatures(loader.epoch(1))).isEqualTo(second);
        }
    }

    @Test
    void labelsStayWithTheirSamples() {
        ArrayDataset numbers = numbers(40);
        try (Device device = Device.require(Backend.CPU);
                BatchLoader loader = numbers.batches(7).shuffled(1).on(device)) {
            for (Batch batch : loader) {
                float[] x = batch.x().toArray();
                int[] y = batch.y().toInts();
                for (int i = 0; i < y.length; i++) {
                    assertThat(y[i]).isEqualTo((int) x[2 * i] % 3);
                }
            }
        }
    }

    @Test
    void theLastBatchIsShortButNeverASingleSample() {
        assertThat(sizes(23, 5)).containsExactly(5, 5, 5, 5, 3);
        assertThat(sizes(21, 5)).containsExactly(5, 5, 5, 6);
        assertThat(sizes(20, 5)).containsExactly(5, 5, 5, 5);
        assertThat(sizes(3, 1)).containsExactly(1, 1, 1);
        assertThat(sizes(5, 5)).containsExactly(5);
        assertThat(sizes(6, 5)).containsExactly(6);
    }

    private static List<Integer> sizes(int samples, int batch) {
        List<Integer> sizes = new ArrayList<>();
        Batches batches = numbers(samples).batches(batch);
        try (Device device = Device.require(Backend.CPU); BatchLoader loader = batches.on(device)) {
            loader.forEach(b -> sizes.add(b.size()));
        }
        assertThat(batches.count()).isEqualTo(sizes.size());
        return sizes;
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void valuesAreNormalisedAsOnTheHost(Backend backend) {
        for (String scale : List.of("none", "unit", "0.1:0.99", "mean", "standard", "per-image")) {
            Normalisation normalisation = Scaling.parse(scale).fit(HOUSES);
            float[] expected = new float[3072];
            normalisation.apply(HOUSES.bytes(), 4 * 3072, expected, 0, 3072);
            try (Device device = Device.require(backend);
                    BatchLoader loader = HOUSES.batches(10).normalised(normalisation).on(device)) {
                Batch batch = loader.iterator().next();
                assertThat(batch.x().shape()).isEqualTo(Shape.of(10, 3, 32, 32));
                assertThat(batch.x().toMatrix()[4]).as(scale).containsExactly(expected, within(2e-4f));
            }
        }
    }

    @Test
    void changesToAnImageDependOnSeedEpochAndImageAlone() {
        Augmentation shifts = Augmentation.parse("shift=3,rotate=10,noise=0.05");
        try (Device device = Device.require(Backend.CPU);
                BatchLoader small = HOUSES.batches(4).augmented(shifts, 9).on(device);
                BatchLoader large = HOUSES.batches(11).augmented(shifts, 9).on(device)) {
            List<Float> sums = sorted(small.epoch(2));
            assertThat(sorted(large.epoch(2))).isEqualTo(sums);
            assertThat(sorted(large.epoch(3))).isNotEqualTo(sums);
            large.epoch(1).next(); // leaves the epoch while the next batch is being prepared
            assertThat(sorted(large.epoch(2))).isEqualTo(sums);
        }
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> HOUSES.batches(24)).hasMessageContaining("batch size 24")
                .hasMessageContaining("at most the 23 samples");
        assertThatThrownBy(() -> HOUSES.batches(0)).hasMessageContaining("batch size 0");
        assertThatThrownBy(() -> numbers(3).batches(1).augmented(Augmentation.parse("flip"), 1))
                .hasMessageContaining("holds numbers, not 8-bit images");
    }

    private static ArrayDataset numbers(int size) {
        float[][] rows = new float[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = new float[] {i, -i};
            labels[i] = i % 3;
        }
        return ArrayDataset.of(rows, labels);
    }

    private static List<Float> firstFeatures(Iterator<Batch> batches) {
        List<Float> values = new ArrayList<>();
        batches.forEachRemaining(batch -> {
            for (float[] row : batch.x().toMatrix()) {
                values.add(row[0]);
            }
        });
        return values;
    }

    /** One number for every image, in an order that does not depend on the batches. */
    private static List<Float> sorted(Iterator<Batch> batches) {
        List<Float> sums = new ArrayList<>();
        batches.forEachRemaining(batch -> {
            for (float[] row : batch.x().toMatrix()) {
                float sum = 0;
                for (float value : row) {
                    sum += value;
                }
                sums.add(sum);
            }
        });
        Collections.sort(sums);
        return sums;
    }
}
