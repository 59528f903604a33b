package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Ops;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.BatchLoader;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a profile says about a device of any backend, and what it leaves as it was. */
abstract class ProfileContract {
    private final Device device;
    private final int real;

    ProfileContract(Backend backend) {
        device = Device.require(backend);
        real = device.ops().realBytes();
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** Steps of training on the same batch of four samples; passes each loss on. */
    private static Runnable training(Device device, int steps, Consumer<Double> losses) {
        Layer model = new Sequential(new Dense(6, 5), new Relu(), new Dropout(0.25), new Dense(5, 3));
        Adam optimizer = new Adam(0.01);
        optimizer.bind(model.initialize(device, 3));
        Tensor x = device.full(Shape.of(4, 6), 0.5);
        Tensor y = device.labels(0, 1, 2, 1);
        return () -> {
            for (int step = 0; step < steps; step++) {
                try (Scope _ = device.training()) {
                    Tensor loss = new SoftmaxCrossEntropy().apply(model.forward(x, Mode.TRAIN), y);
                    loss.backward();
                    optimizer.step();
                    losses.accept(loss.item());
                }
            }
        };
    }

    /** By name and sizes: how often, and bytes a call. */
    private static Map<String, List<Long>> counts(Profile profile) {
        Map<String, List<Long>> counts = new TreeMap<>();
        for (Profile.Operation each : profile.operations()) {
            List<Long> before = counts.put(each.name() + ": " + each.sizes(),
                    List.of(each.calls(), each.bytes() / each.calls()));
            assertThat(before).as("two rows of %s", each).isNull();
        }
        return counts;
    }

    @Test
    void aStepConsistsOfItsFusedOperations() {
        Runnable steps = training(device, 2, _ -> {
        });
        steps.run();
        int parameters = 6 * 5 + 5 + 5 * 3 + 3;
        assertThat(counts(device.profile(steps))).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                entry("gemm NN: 4x6x5", 2, (24 + 30 + 20) * real),
                entry("biasActivation relu: 5, 20", 2, (5 + 20 + 20) * real),
                entry("dropout: 2, 20", 4, 8 + (20 + 20) * real),
                entry("gemm NN: 4x5x3", 2, (20 + 15 + 12) * real),
                entry("biasActivation identity: 3, 12", 2, (3 + 12 + 12) * real),
                entry("softmaxCrossEntropy: 12, 4, 1", 2, (12 + 1 + 12) * real + 4 * 4),
                entry("biasActivationGradient identity: 12, 3", 2, (12 + 3) * real),
                entry("gemm TN: 5x4x3", 2, (20 + 12 + 15) * real),
                entry("gemm NT: 4x3x5", 2, (12 + 15 + 20) * real),
                entry("biasActivationGradient relu: 20, 5", 2, (3 * 20 + 5) * real),
                entry("gemm TN: 6x4x5", 2, (24 + 20 + 30) * real),
                entry("update adam: 768, 2, 1, " + 4 * 64, 2, // parameters are aligned
                        (3 + (1 + 2 + 4) * parameters) * real + 2 * 8 + 4),
                entry("download: 1", 2, real)));
    }

    private static Map.Entry<String, List<Long>> entry(String operation, long calls, long bytes) {
        return Map.entry(operation, List.of(calls, bytes));
    }

    @Test
    void bytesAreTheFewestThatMustMove() {
        Buffer a = device.zeros(Shape.of(4, 3)).buffer();
        Buffer b = device.zeros(Shape.of(4, 3)).buffer();
        Buffer row = device.zeros(Shape.of(3)).buffer();
        Buffer images = device.bytes(Shape.of(5, 3), new byte[15]).buffer();
        Buffer labels = device.labels(0, 2, 1, 1).buffer();
        Buffer count = device.zeros(Shape.SCALAR).buffer();
        assertThat(counts(device.profile(() -> {
            Ops ops = device.ops();
            ops.upload(new float[12], 0, a);
            ops.fill(0.5, b);
            ops.affine(2, 0, a, true, b);
            ops.rowSums(a, false, row.slice(0, 1));
            ops.columnSums(a, true, row);
            ops.gemm(false, true, 4, 4, 3, a, b, true, device.zeros(Shape.of(4, 4)).buffer());
            ops.clamp(-1, 1, a);
            ops.gather(0, images, labels, row, null, a);
            ops.gather(0.1, a, labels.slice(0, 2), null, null, b.slice(0, 6));
            ops.countHits(1, a, labels, count);
            ops.copy(a, b);
        }))).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                entry("upload: 12", 1, 12 * real),
                entry("fill: 12", 1, 12 * real),
                entry("fill: 16", 1, 16 * real),
                entry("affine +=: 12", 1, 3 * 12 * real),
                entry("rowSums: 12, 1", 1, 13 * real),
                entry("columnSums +=: 12, 3", 1, 18 * real),
                entry("gemm NT +=: 4x3x4", 1, (12 + 12 + 2 * 16) * real),
                entry("clamp: 12", 1, 24 * real),
                entry("gather: 15, 4, 3, 12", 1, 12 + 16 + (3 + 12) * real),
                entry("gather: 12, 2, 6", 1, 8 + (6 + 6) * real),
                entry("countHits: 12, 4, 1", 1, (12 + 2) * real + 16),
                entry("copy: 12", 1, 24 * real)));
    }

    @Test
    void whatBringsStreamedSamplesIsListed() {
        ArrayDataset images = ArrayDataset.ofImages("noise", new byte[8 * 6], Shape.of(6), new int[8], List.of("only"));
        try (BatchLoader loader = images.batches(4).streamed(true).on(device)) {
            loader.load();
            assertThat(counts(device.profile(() -> {
                loader.load();
                loader.load();
                loader.load();
            }))).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                    entry("prefetch begin: 24, 4", 3, 24 + 16),
                    entry("prefetch finish: 24, 4", 3, 2 * (24 + 16)),
                    entry("nextBatch: 2, 4", 3, 2 * 8 + 16),
                    entry("gather: 24, 4", 3, 24 + 16 + 24 * real)));
        }
    }

    @Test
    void matrixProductsCountTheirArithmetic() {
        Tensor x = device.zeros(Shape.of(7, 11));
        Profile profile = device.profile(() -> x.matmul(device.zeros(Shape.of(11, 5))));
        assertThat(profile.operations()).extracting(Profile.Operation::name).containsExactlyInAnyOrder("fill",
                "gemm NN");
        for (Profile.Operation each : profile.operations()) {
            assertThat(each.flop()).isEqualTo(each.name().equals("fill") ? 0 : 2.0 * 7 * 11 * 5);
        }
    }

    @Test
    void theWholeIsTheOperationsAndWhatLiesBetween() {
        Profile profile = device.profile(training(device, 3, _ -> {
        }));
        assertThat(profile.operations()).extracting(Profile.Operation::microseconds).isSortedAccordingTo(
                (x, y) -> Double.compare(y, x)).allMatch(time -> time > 0);
        assertThat(profile.hostMicroseconds()).isPositive();
        assertThat(profile.operationMicroseconds() + profile.hostMicroseconds())
                .isCloseTo(profile.microseconds(), within(1e-6));
        assertThat(device.profile(() -> {
        }).operations()).isEmpty();
    }

    @Test
    void profiledStepsComputeTheSameBits() {
        List<Double> plain = new ArrayList<>();
        List<Double> profiled = new ArrayList<>();
        training(device, 10, plain::add).run();
        device.profile(training(device, 10, profiled::add));
        assertThat(profiled).hasSize(10).isEqualTo(plain).doesNotHaveDuplicates();
    }

    @Test
    void aFailureIsPassedOnAndNothingStaysInstalled() {
        Ops before = device.ops();
        IllegalStateException failure = new IllegalStateException("the body's own");
        assertThatThrownBy(() -> device.profile(() -> {
            assertThat(device.ops()).isNotSameAs(before);
            throw failure;
        })).isSameAs(failure);
        assertThat(device.ops()).isSameAs(before);

        Buffer three = device.zeros(Shape.of(3)).buffer();
        Throwable bare = catchThrowable(() -> device.ops().upload(new float[1], 0, three));
        Throwable profiled = catchThrowable(
                () -> device.profile(() -> device.ops().upload(new float[1], 0, three)));
        assertThat(profiled).isNotNull().hasSameClassAs(bare);
        assertThat(device.ops()).isSameAs(before);
    }

    @Test
    void profilesDoNotNest() {
        Profile outer = device.profile(() -> {
            assertThatThrownBy(() -> device.profile(() -> device.scalar(1)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("is being profiled already");
            device.scalar(2);
        });
        assertThat(counts(outer)).containsOnlyKeys("fill: 1");
    }
}
