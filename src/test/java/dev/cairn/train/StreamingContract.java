package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Recording;
import dev.cairn.Tensor;
import dev.cairn.UnrecordableException;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Augmentation;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Schedules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data set that is streamed gives the same batches, and so the same run, as one on the device, bit for bit. */
abstract class StreamingContract {
    static final ArrayDataset HOUSES = HouseNumbers.generate(75, 3).grey();

    private final Backend backend;

    StreamingContract(Backend backend) {
        this.backend = backend;
    }

    /** Four batches, and one that is shorter or, by a sample that would be alone, longer. */
    @ParameterizedTest
    @CsvSource({"75, 16, none, unit, true", "75, 16, none, per-image, false",
        "75, 16, 'shift=2,rotate=10,noise=0.05,flip', standard, true", "75, 16, crop=20, unit, false",
        "33, 8, none, unit, true", "33, 8, 'shift=2,flip', per-image, true"})
    void aRunWhoseLastBatchHasAnotherSize(int samples, int size, String changes, String scaling, boolean replay) {
        Batches plain = HOUSES.take(samples).batches(size).normalised(Scaling.parse(scaling).fit(HOUSES)).shuffled(5);
        Augmentation augmentation = Augmentation.parse(changes);
        Batches batches = augmentation.isNone() ? plain : plain.augmented(augmentation, 5);
        List<double[]> streamed = run(batches.streamed(true), replay);
        assertThat(streamed).hasSize(3 + 1);
        assertThat(streamed).usingRecursiveComparison().isEqualTo(run(batches.streamed(false), replay));
    }

    /** The figures of each epoch, then all parameters. */
    private List<double[]> run(Batches train, boolean replay) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(1024, 12), new Relu(), new Dropout(0.3), new Dense(12, 10));
            Batches validation = HOUSES.take(20).batches(9).normalised(train.normalisation());
            History history = Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.01)).on(device).seed(7)
                    .replay(replay).schedule(Schedules.parse("warmup:1:cosine"))
                    .fit(train, validation.streamed(Boolean.TRUE.equals(train.streaming())), 3);
            List<double[]> outcome = new ArrayList<>();
            history.rows().forEach(row -> outcome.add(row.values().values().stream().mapToDouble(v -> v).toArray()));
            outcome.add(doubles(model.parameters().all()));
            return outcome;
        }
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    @Test
    void severalTargetsOfFloatDataInOrder() {
        float[][] rows = new float[31][6];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 6; j++) {
                rows[i][j] = (float) Math.sin(7 * i + j * j);
            }
        }
        ArrayDataset data = ArrayDataset.of(rows, rows);
        List<float[]> ends = new ArrayList<>();
        for (boolean streamed : new boolean[] {true, false}) {
            try (Device device = Device.require(backend)) {
                Layer model = new Sequential(new Dense(6, 3), new Dense(3, 6));
                Trainer.of(model, new MeanSquaredError(), new Adam(0.01)).on(device).shuffle(false)
                        .fit(data.batches(8).streamed(streamed), 4);
                ends.add(model.parameters().all().toArray());
            }
        }
        assertThat(ends.get(0)).containsExactly(ends.get(1));
    }

    /** What was fetched ahead is of no use after a jump. */
    @Test
    void epochsInAnyOrderBrokenOffOnTheWay() {
        assertThat(jumping(true)).isEqualTo(jumping(false));
    }

    private List<String> jumping(boolean streamed) {
        List<String> seen = new ArrayList<>();
        try (Device device = Device.require(backend);
                BatchLoader loader = HOUSES.batches(16).shuffled(3).streamed(streamed).on(device)) {
            for (int epoch : new int[] {0, 4, 1, 1}) {
                var batches = loader.epoch(epoch);
                for (int i = 0; i < 2 + epoch && batches.hasNext(); i++) {
                    Batch batch = batches.next();
                    seen.add(Arrays.hashCode(batch.x().toArray()) + " " + Arrays.toString(batch.y().toInts()));
                }
            }
            loader.seek(2, 4);
            seen.add(Arrays.toString(loader.load().y().toInts()));
            seen.add(Arrays.toString(loader.load().y().toInts()));
        }
        return seen;
    }

    @Test
    void aRecordingHoldsOneBatchOfALoader() {
        try (Device device = Device.require(backend);
                BatchLoader first = HOUSES.batches(16).streamed(true).on(device);
                BatchLoader second = HOUSES.batches(16).streamed(true).on(device)) {
            assertThatThrownBy(() -> device.record(() -> {
                first.load();
                first.load();
            })).isInstanceOf(UnrecordableException.class).hasMessageContaining("two batches of a streamed loader");
            try (Recording both = device.record(() -> {
                first.load();
                second.load();
            })) {
                second.seek(0, 1);
                both.replay();
                assertThat(first.load().y().toInts()).containsExactly(labels(16, 32));
                assertThat(second.load().y().toInts()).containsExactly(labels(32, 48));
            }
        }
    }

    private static int[] labels(int from, int to) {
        return Arrays.copyOfRange(HOUSES.labels(), from, to);
    }

    @Test
    void aRecordingCannotBeReplayedWithoutItsLoader() {
        try (Device device = Device.require(backend)) {
            BatchLoader loader = HOUSES.batches(16).streamed(true).on(device);
            loader.load();
            try (Recording recording = device.record(loader::load)) {
                recording.replay();
                loader.close();
                assertThatThrownBy(recording::replay).isInstanceOf(IllegalStateException.class)
                        .hasMessage("replay: the loader whose batches it takes is closed");
            }
        }
    }

    @Test
    void anotherThreadCannotCloseIt() {
        try (Device device = Device.require(backend);
                BatchLoader loader = HOUSES.batches(16).streamed(true).on(device)) {
            loader.load();
            assertThatThrownBy(() -> CompletableFuture.runAsync(loader::close).join())
                    .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("belongs to thread");
            assertThat(loader.load().y().toInts()).containsExactly(labels(16, 32));
        }
    }

    @Test
    void oneBatchThatIsTheWholeSet() {
        ArrayDataset points = Points.generate(20, 1, 1).train();
        for (boolean streamed : new boolean[] {true, false}) {
            try (Device device = Device.require(backend);
                    BatchLoader loader = points.batches(points.size()).streamed(streamed).on(device)) {
                for (int epoch = 0; epoch < 2; epoch++) {
                    Batch batch = loader.iterator().next();
                    assertThat(batch.x().toArray()).containsExactly(points.floats());
                    assertThat(batch.y().toInts()).containsExactly(points.labels());
                }
            }
        }
    }
}
